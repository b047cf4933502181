using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Granary.Grains.Runs.Documents;

/// <summary>Reads everything of a document but its columns, and collects what is wrong.</summary>
internal static partial class RunHeaderReader
{
    private const long MostRows = 1_000_000_000;
    private const int MostLabels = 16;
    private const double MostTries = 100;
    private const double LeastBudget = 0.000_001;
    private const double MostBudget = 1_000_000_000;
    private const int MostGroupsOpen = 256;

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    /// <summary>The header; wrong fields hold their defaults, which nobody will see.</summary>
    public static RunHeader Read(FieldReader fields)
    {
        fields.Whole("run", 1, 1);
        var seed = fields.Inside("seed");
        return new RunHeader(
            Name(fields),
            fields.Whole("rows", 1, MostRows),
            (int)(fields.Whole("rowGroupSize", 1, 100_000) ?? 1_000),
            Window(fields),
            RandomSeed(fields),
            fields.Word("band", "interactive", "standard", "bulk") ?? "bulk",
            fields.Word("events", "none", "jobs", "all") ?? "jobs",
            fields.Word("resume", "never", "always", "ifPossible") ?? "never",
            Output(fields.Inside("output")),
            Limits(fields.Inside("limits")),
            Retry(fields.Inside("retry")),
            Shutdown(fields.Inside("shutdown")),
            fields.Bool("preflight") ?? true,
            Labels(fields),
            Survivors(fields.Inside("survivors")),
            seed is null ? null : SeedSpecification.Read(seed),
            seed is not null);
    }

    private static string Name(FieldReader fields)
    {
        if (fields.Required("name", "Add `name`, which names the artifact.")?.ReadText(fields.Errors, 256) is not { } name)
        {
            return string.Empty;
        }

        if (!NameForm().IsMatch(name))
        {
            fields.Errors.Add(
                RunErrorCodes.BadValue, fields.Find("name")!, $"`{name}` is no name of a run", "Use 1 to 63 small letters, digits, `.`, `_`, `-`, starting with a letter or digit.");
        }

        return name;
    }

    private static RunWindow Window(FieldReader fields)
    {
        if (fields.Find("window") is not { Kind: DocumentNodeKind.Mapping } mapping)
        {
            return new RunWindow((int)(fields.Whole("window", 1, MostGroupsOpen) ?? 3));
        }

        var window = new FieldReader(mapping, fields.Errors);
        var adaptive = window.Bool("adaptive");
        var most = (int)(window.Whole("max", 1, MostGroupsOpen) ?? 32);
        window.Close();
        if (adaptive is null or false)
        {
            fields.Errors.Add(RunErrorCodes.BadValue, mapping, "a `window` with fields is an adaptive one", "Write `adaptive: true`, or a number from 1 to 256 for a fixed window.");
        }

        return new RunWindow(most, Adaptive: true);
    }

    // 64 bits: from 0 to 2^64 - 1.
    private static ulong? RandomSeed(FieldReader fields)
    {
        if (fields.Find("randomSeed") is not { } node)
        {
            return null;
        }

        if (node.Kind == DocumentNodeKind.Number && ulong.TryParse(CanonicalNumber.Of(node.Text), NumberStyles.None, CultureInfo.InvariantCulture, out var seed))
        {
            return seed;
        }

        fields.Errors.Add(RunErrorCodes.BadValue, node, $"a whole number from 0 to {ulong.MaxValue} is expected, found {node.Described}");
        return null;
    }

    private static RunOutput Output(FieldReader? fields)
    {
        var output = new RunOutput(fields?.Word("format", "jsonl", "csv") ?? "jsonl", fields?.Bool("gzip") ?? false, fields?.Bool("keepDropped") ?? true);
        fields?.Close();
        return output;
    }

    private static RunLimits Limits(FieldReader? fields)
    {
        var limits = new RunLimits(
            (int)(fields?.Whole("maxInFlight", 1, 1_000_000) ?? 1_024),
            fields?.Duration("deadline", Shortest, Longest),
            fields?.Whole("maxTokens", 1, long.MaxValue / 2),
            Budget(fields?.Inside("maxCost")));
        fields?.Close();
        return limits;
    }

    private static double? Survivors(FieldReader? fields)
    {
        if (fields is null)
        {
            return null;
        }

        var factor = fields.Number("maxFactor", 1, MostTries) ?? 2;
        fields.Close();
        return factor;
    }

    private static RunBudget? Budget(FieldReader? fields)
    {
        if (fields is null)
        {
            return null;
        }

        fields.Required("amount", "Say how much the run may cost.");
        var amount = fields.Number("amount", LeastBudget, MostBudget);
        var currency = CurrencyReader.Read(fields, "currency") ?? "USD";
        fields.Close();
        return amount is { } most ? new RunBudget((decimal)most, currency) : null;
    }

    private static RunRetry Retry(FieldReader? fields)
    {
        var retry = new RunRetry(
            (int)(fields?.Whole("salvageRounds", 1, 100) ?? 2),
            fields?.Duration("patience", Shortest, Longest) ?? TimeSpan.FromMinutes(15),
            fields?.Word("onExhausted", "pause", "fail", "drop") ?? "pause");
        fields?.Close();
        return retry;
    }

    private static RunShutdown Shutdown(FieldReader? fields)
    {
        double? rate = 0.5;
        if (fields?.Find("rate") is { } node)
        {
            // YAML 1.1 habits: `off` is text in YAML 1.2.
            rate = node is { Kind: DocumentNodeKind.String, Text: "off" } ? null : node.ReadNumber(fields.Errors, 0.01, 1);
        }

        var shutdown = new RunShutdown(rate, (int)(fields?.Whole("window", 1, 10_000) ?? 10));
        fields?.Close();
        return shutdown;
    }

    private static ImmutableSortedDictionary<string, string> Labels(FieldReader fields)
    {
        var labels = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (fields.Inside("labels") is not { } inside)
        {
            return labels.ToImmutable();
        }

        if (inside.Place.Members.Count > MostLabels)
        {
            fields.Errors.Add(RunErrorCodes.BadValue, inside.Place, $"{inside.Place.Members.Count} labels, at most {MostLabels} are kept");
        }

        foreach (var member in inside.Place.Members)
        {
            if (member.Name.Length is 0 or > 64)
            {
                fields.Errors.AddName(RunErrorCodes.BadValue, member, "the name of a label has 1 to 64 characters");
            }
            else if (member.Value.ReadText(fields.Errors, 256) is { } value)
            {
                labels[member.Name] = value;
            }
        }

        return labels.ToImmutable();
    }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9._-]{0,62}\z", RegexOptions.NonBacktracking)]
    private static partial Regex NameForm();
}
