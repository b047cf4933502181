using System.Globalization;
using Granary.Grains.Runs.Documents;

namespace Granary.Grains.Simulator;

/// <summary>
/// The names of the simulator's settings, and how the text of a value becomes a setting. One table for the provider document, the command
/// line and <c>POST /_sim/settings</c>; a nested name is written with a dot: <c>errors.server</c>.
/// </summary>
internal static class SimulatorSettingTable
{
    private delegate SimulatorSettings? Setter(SimulatorSettings settings, string text);

    private static readonly SortedDictionary<string, (string Range, Setter Set)> Rows = new(StringComparer.Ordinal)
    {
        ["limit"] = Whole(1, 1_000_000, (s, v) => s with { Limit = v }),
        ["latency"] = Duration(TimeSpan.FromHours(1), (s, v) => s with { Latency = v }),
        ["sigma"] = Number(0, 3, (s, v) => s with { Sigma = v }),
        ["loadFactor"] = Number(0, 100, (s, v) => s with { LoadFactor = v }),
        ["tokensPerSecond"] = Number(0, 1_000_000, (s, v) => s with { TokensPerSecond = v }),
        ["requestsPerMinute"] = Whole(0, int.MaxValue, (s, v) => s with { RequestsPerMinute = v }),
        ["tokensPerMinute"] = Whole(0, int.MaxValue, (s, v) => s with { TokensPerMinute = v }),
        ["retryAfter"] = ("`none`, or a duration from 1ms to 1h", SetRetryAfter),
        ["retryAfterForm"] = ("one of both, seconds, milliseconds, date, mixed", SetRetryAfterForm),
        ["seed"] = ("a whole number from 0 to 18446744073709551615", SetSeed),
        ["words"] = Whole(1, 5_000, (s, v) => s with { Words = v }),
        ["errors.rateLimit"] = Share((e, v) => e with { RateLimit = v }),
        ["errors.server"] = Share((e, v) => e with { Server = v }),
        ["errors.slow"] = Share((e, v) => e with { Slow = v }),
        ["errors.stall"] = Share((e, v) => e with { Stall = v }),
        ["errors.cut"] = Share((e, v) => e with { Cut = v }),
        ["errors.malformed"] = Share((e, v) => e with { Malformed = v }),
        ["errors.errorBody"] = Share((e, v) => e with { ErrorBody = v }),
    };

    /// <summary>Every name, sorted.</summary>
    public static IReadOnlyCollection<string> Names => Rows.Keys;

    /// <summary>
    /// Sets one setting. Returns null, or the sentence that says what is wrong (and <paramref name="settings"/> stays as it was).
    /// The sum of the shares is not looked at here: see <see cref="Problem"/>.
    /// </summary>
    public static string? TrySet(ref SimulatorSettings settings, string name, string text)
    {
        if (!Rows.TryGetValue(name, out var row))
        {
            return $"there is no setting `{name}`; valid are {string.Join(", ", Names)}";
        }

        if (row.Set(settings, text) is not { } changed)
        {
            return $"`{name}` is `{text}`, and must be {row.Range}";
        }

        settings = changed;
        return null;
    }

    /// <summary>What is wrong with the settings as a whole, or null.</summary>
    public static string? Problem(SimulatorSettings settings) =>
        settings.Errors.Sum > 1 + 1e-9
            ? string.Create(CultureInfo.InvariantCulture, $"the shares under `errors` add up to {settings.Errors.Sum:0.###}, and must not exceed 1")
            : null;

    private static (string Range, Setter Set) Whole(int from, int to, Func<SimulatorSettings, int, SimulatorSettings> set) =>
        (string.Create(CultureInfo.InvariantCulture, $"a whole number from {from} to {to}"),
            (s, text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var v) && v >= from && v <= to ? set(s, v) : null);

    private static (string Range, Setter Set) Number(double from, double to, Func<SimulatorSettings, double, SimulatorSettings> set) =>
        (string.Create(CultureInfo.InvariantCulture, $"a number from {from} to {to}"),
            (s, text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var v) && v >= from && v <= to ? set(s, v) : null);

    private static (string Range, Setter Set) Share(Func<SimulatorErrorShares, double, SimulatorErrorShares> set)
    {
        var (range, number) = Number(0, 1, (s, v) => s with { Errors = set(s.Errors, v) });
        return (range, number);
    }

    private static (string Range, Setter Set) Duration(TimeSpan to, Func<SimulatorSettings, TimeSpan, SimulatorSettings> set) =>
        (string.Create(CultureInfo.InvariantCulture, $"a duration such as `250ms` or `2s`, at most {DurationText.Write(to)}"),
            (s, text) => DurationText.TryRead(text, out var v) && v <= to ? set(s, v) : null);

    private static SimulatorSettings? SetRetryAfter(SimulatorSettings settings, string text)
    {
        if (text == "none")
        {
            return settings with { RetryAfter = null };
        }

        return DurationText.TryRead(text, out var v) && v >= TimeSpan.FromMilliseconds(1) && v <= TimeSpan.FromHours(1)
            ? settings with { RetryAfter = v }
            : null;
    }

    private static SimulatorSettings? SetRetryAfterForm(SimulatorSettings settings, string text) => text switch
    {
        "both" => settings with { RetryAfterForm = RetryAfterForm.Both },
        "seconds" => settings with { RetryAfterForm = RetryAfterForm.Seconds },
        "milliseconds" => settings with { RetryAfterForm = RetryAfterForm.Milliseconds },
        "date" => settings with { RetryAfterForm = RetryAfterForm.Date },
        "mixed" => settings with { RetryAfterForm = RetryAfterForm.Mixed },
        _ => null,
    };

    private static SimulatorSettings? SetSeed(SimulatorSettings settings, string text) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var v) ? settings with { Seed = v } : null;
}
