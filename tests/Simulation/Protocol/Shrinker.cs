using System.Collections.Immutable;

namespace Granary.Simulation.Protocol;

/// <summary>Reduces the fault list of a failing world to the smallest that still fails by the same rule.</summary>
internal static class Shrinker
{
    public static WorldResult Shrink(WorldResult failing)
    {
        var smallest = failing;
        for (var size = Math.Max(1, smallest.Plan.Faults.Length / 2); size >= 1; size /= 2)
        {
            for (var from = 0; from < smallest.Plan.Faults.Length;)
            {
                var without = smallest.Plan.Faults.RemoveRange(from, Math.Min(size, smallest.Plan.Faults.Length - from));
                if (Fails(smallest, without) is { } smaller)
                {
                    smallest = smaller;
                }
                else
                {
                    from += size;
                }
            }
        }

        return smallest;
    }

    private static WorldResult? Fails(WorldResult failing, ImmutableArray<Fault> faults)
    {
        var result = ProtocolWorld.Run(failing.Plan with { Faults = faults });
        return result.Verdict == failing.Verdict && result.Rule == failing.Rule ? result : null;
    }
}
