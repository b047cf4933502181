using System.Collections.Immutable;

namespace Granary.Simulation;

/// <summary>What a seed led to.</summary>
internal sealed record ScenarioResult(
    ulong Seed,
    int Done,
    int Total,
    int DoneInTrouble,
    int MostInFlight,
    int Refused,
    ImmutableArray<string> Violations,
    ulong TraceHash,
    TimeSpan VirtualTime)
{
    /// <summary>Nothing forbidden happened, and all work was done in the end.</summary>
    public bool Clean => Violations.IsEmpty && Done == Total;

    public override string ToString() =>
        $"seed {Seed}: {Done}/{Total} jobs ({DoneInTrouble} under faults), most in flight {MostInFlight}, {Refused} refused, {VirtualTime.TotalSeconds:0} s of virtual time"
        + (Violations.IsEmpty ? "" : $"; VIOLATED: {string.Join("; ", Violations.Take(3))}")
        + (Clean ? "" : $"\nreplay it: ./grains simulate --of silos --seed {Seed}");
}
