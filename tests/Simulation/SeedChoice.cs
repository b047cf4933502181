using System.Globalization;

namespace Granary.Simulation;

/// <summary>
/// Which seeds to run beside the fixed ones: GRANARY_SEED replays one, GRANARY_SEEDS runs that many fresh ones. Without either one that stays, so
/// that the suite says the same every time.
/// </summary>
internal static class SeedChoice
{
    private const ulong Usual = 1_000_003;

    public static IEnumerable<ulong> FromEnvironment()
    {
        if (Environment.GetEnvironmentVariable("GRANARY_SEED") is { Length: > 0 } one)
        {
            return [ulong.Parse(one, CultureInfo.InvariantCulture)];
        }

        if (!int.TryParse(Environment.GetEnvironmentVariable("GRANARY_SEEDS"), CultureInfo.InvariantCulture, out var count))
        {
            return [Usual];
        }

        var first = (ulong)TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() * 1000;
        return Enumerable.Range(0, count).Select(offset => first + (ulong)offset);
    }
}
