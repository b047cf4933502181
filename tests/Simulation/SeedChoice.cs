using System.Globalization;

namespace Granary.Simulation;

/// <summary>Which seeds to run.</summary>
internal static class SeedChoice
{
    public static IEnumerable<ulong> FromEnvironment()
    {
        if (Environment.GetEnvironmentVariable("GRANARY_SEED") is { Length: > 0 } one)
        {
            return [ulong.Parse(one, CultureInfo.InvariantCulture)];
        }

        var count = int.TryParse(Environment.GetEnvironmentVariable("GRANARY_SEEDS"), CultureInfo.InvariantCulture, out var asked) ? asked : 1;
        var first = (ulong)TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() * 1000;
        return Enumerable.Range(0, count).Select(offset => first + (ulong)offset);
    }
}
