using Granary.Abstractions.Models;
using Granary.Admission.Estimators;
using Granary.Grains.Runs.Documents;

namespace Granary.Grains.Providers;

/// <summary>Reads one entry under `aliases`.</summary>
internal static class AliasReader
{
    private const int DefaultCap = 256;
    private const int MostCap = 100_000;
    private const int MostRetries = 10;
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>The definition, or null when something is wrong; all of it is reported.</summary>
    public static AliasDefinition? Read(string name, DocumentNode place, DocumentErrors errors, Func<string, string> kindOfProvider)
    {
        var before = errors.Count;
        var fields = new FieldReader(place, errors);
        var provider = fields.Required("provider")?.ReadText(errors, 64);
        var kind = provider is null ? string.Empty : kindOfProvider(provider);
        var model = fields.Required("model")?.ReadText(errors, 256);
        if (model is not null && (model.Length == 0 || model.Any(char.IsControl)))
        {
            errors.Add(RunErrorCodes.BadValue, fields.Find("model")!, "`model` must be the provider's name of the model");
        }

        var domain = fields.Word("domain", "chat", "embedding", "image") ?? "chat";
        var cap = (int)(fields.Whole("cap", 1, MostCap) ?? DefaultCap);
        var estimator = Estimator(fields, errors);
        var maxWait = fields.Duration("maxWait", TimeSpan.Zero, Longest);
        var timeouts = TimeoutsReader.Read(fields, errors, ofAlias: true);
        var retry = Retry(fields, errors);
        var usage = fields.Word("usage", "ask", "none") ?? "ask";
        var hidden = fields.Bool("hidden") ?? false;
        var price = PriceReader.Read(fields.Inside("price"));
        NotAvailable(fields);
        fields.Close();
        return errors.Count > before
            ? null
            : new AliasDefinition(new ModelAlias(name, provider!, kind, model!, domain, cap, hidden, price), maxWait, timeouts, retry, usage == "ask", estimator);
    }

    private static string? Estimator(FieldReader fields, DocumentErrors errors)
    {
        if (fields.Find("estimator") is not { } node)
        {
            return null;
        }

        if (node.Kind == DocumentNodeKind.String && LimitEstimators.Names.Contains(node.Text, StringComparer.Ordinal))
        {
            return node.Text;
        }

        errors.Add(
            RunErrorCodes.BadValue, node, $"there is no estimator {node.Described}", $"Known: {string.Join(", ", LimitEstimators.Names)}. Or remove the field.");
        return null;
    }

    private static RetrySettings Retry(FieldReader fields, DocumentErrors errors)
    {
        if (fields.Inside("retry") is not { } retry)
        {
            return RetrySettings.Default;
        }

        var read = new RetrySettings(
            (int)(retry.Whole("retries", 0, MostRetries) ?? RetrySettings.Default.Retries),
            retry.Duration("pause", TimeSpan.FromMilliseconds(1), Longest) ?? RetrySettings.Default.Pause,
            retry.Duration("maxPause", TimeSpan.FromMilliseconds(1), Longest) ?? RetrySettings.Default.MaxPause);
        if (read.Pause > read.MaxPause)
        {
            errors.Add(RunErrorCodes.BadValue, retry.Place, "`pause` must not exceed `maxPause`");
        }

        retry.Close();
        return read;
    }

    private static void NotAvailable(FieldReader fields)
    {
        const string Learned = "Remove it: the limit of calls at once is found, and rates are learned from what the provider says and refuses.";
        fields.NotAvailable("requestsPerMinute", Learned);
        fields.NotAvailable("tokensPerMinute", Learned);
        fields.NotAvailable("burst", Learned);
        fields.NotAvailable("band", "Remove it: runs are bulk, direct calls interactive, and a caller can say otherwise.");
        fields.NotAvailable("fallbacks", "Remove it: a call stays with its alias.");
        fields.NotAvailable("tenants", "Remove it: every caller is the tenant `default`.");
        fields.NotAvailable("forwardHeaders", "Remove it: the headers that travel on are fixed.");
    }
}
