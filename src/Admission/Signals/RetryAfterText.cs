using System.Buffers;

namespace Granary.Admission.Signals;

/// <summary>
/// When a provider wants to be called again; first usable of: <c>retry-after-ms</c>, <c>x-ms-retry-after-ms</c> (milliseconds, decimals),
/// <c>retry-after</c> as seconds, as HTTP date minus the answer's own <c>date</c> (which cancels the clocks' difference; else our clock), the reset
/// of an exhausted bucket, a duration in the error's text. What is zero, negative, past or unreadable falls through. Pure.
/// </summary>
public static class RetryAfterText
{
    private const double Longest = 31_536_000;

    private static readonly SearchValues<char> WordEnds = SearchValues.Create(" ,;()!?\t\r\n");
    private static readonly string[] Leads = ["try again in ", "retry after ", "retry in ", "wait "];

    /// <summary>Null if the provider does not say. <paramref name="now"/> is our own clock, for answers without a date.</summary>
    public static TimeSpan? Read(ReadOnlySpan<AnswerField> fields, RateFields rates, ErrorText? error, long tokens, DateTimeOffset now)
    {
        var set = new FieldSet(fields);
        var plain = set.First("retry-after");
        return Positive(Number(set.First("retry-after-ms")) / 1_000)
            ?? Positive(Number(set.First("x-ms-retry-after-ms")) / 1_000)
            ?? Positive(Number(plain))
            ?? Positive((InstantText.Http(plain) - (rates.Date ?? now))?.TotalSeconds)
            ?? Positive(rates.ShortOf(tokens)?.Reset?.TotalSeconds)
            ?? Positive(InText(error?.Message));
    }

    /// <summary>A duration in an error's text, such as "Please try again in 6m0s." or "retry after 20 seconds"; null if there is none.</summary>
    public static double? InText(string? text)
    {
        foreach (var lead in Leads)
        {
            if (text?.IndexOf(lead, StringComparison.OrdinalIgnoreCase) is >= 0 and var at && Leading(text.AsSpan(at + lead.Length)) is { } seconds)
            {
                return seconds;
            }
        }

        return null;
    }

    private static double? Leading(ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOfAny(WordEnds);
        var word = (end < 0 ? rest : rest[..end]).TrimEnd('.');
        if (DurationText.Number(word) is not { } number)
        {
            return DurationText.Seconds(word);
        }

        // "20 seconds": the unit is the next word.
        var unit = end < 0 ? default : rest[end..].TrimStart();
        return Starts(unit, "milli") || Starts(unit, "ms") ? number / 1_000
            : Starts(unit, "min") ? number * 60
            : Starts(unit, "hour") ? number * 3_600
            : Starts(unit, "s") || unit.IsEmpty ? number
            : null;
    }

    private static bool Starts(ReadOnlySpan<char> text, string with) => text.StartsWith(with, StringComparison.OrdinalIgnoreCase);

    private static TimeSpan? Positive(double? seconds) => seconds is > 0 and <= Longest ? TimeSpan.FromSeconds(seconds.Value) : null;

    private static double? Number(string? text) => text is null ? null : DurationText.Number(text);
}
