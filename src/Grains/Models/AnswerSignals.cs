using System.Net.Http.Headers;
using Granary.Admission.Signals;

namespace Granary.Grains.Models;

/// <summary>Picks the fields of an answer that say something about rates and times.</summary>
internal static class AnswerSignals
{
    private static readonly string[] Prefixes = ["x-ratelimit-", "anthropic-ratelimit-", "ratelimit", "retry-after", "x-ms-retry-after"];

    /// <summary>Those fields, with the date if there are any; empty for most answers.</summary>
    public static AnswerField[] FieldsOf(HttpResponseHeaders headers)
    {
        List<AnswerField>? fields = null;
        string? date = null;
        foreach (var (name, values) in headers.NonValidated)
        {
            if (name.Equals("date", StringComparison.OrdinalIgnoreCase))
            {
                date = values.ToString();
            }
            else if (Matters(name))
            {
                foreach (var value in values)
                {
                    (fields ??= []).Add(new AnswerField(name, value));
                }
            }
        }

        if (fields is null)
        {
            return [];
        }

        if (date is not null)
        {
            fields.Add(new AnswerField("date", date));
        }

        return [.. fields];
    }

    private static bool Matters(string name)
    {
        foreach (var prefix in Prefixes)
        {
            if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
