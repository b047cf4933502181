using System.Collections.Immutable;

namespace Granary.Simulation.Runs;

/// <summary>What a seed led to.</summary>
internal sealed record RunScenarioResult(
    RunCase Case, string End, int Calls, int MostCalls, int Crashes, ImmutableArray<string> Kinds, ImmutableArray<string> Violations, ulong TraceHash, TimeSpan VirtualTime)
{
    /// <summary>Nothing forbidden happened, and the run came to its end.</summary>
    public bool Clean => Violations.IsEmpty;

    public override string ToString() =>
        $"seed {Case.Seed}: {Case}: {End}; {Calls} calls came, at most {MostCalls} for a cell; {VirtualTime.TotalSeconds:0} s of virtual time, trace {TraceHash:x16}"
        + (Clean ? "" : $"; VIOLATED: {string.Join("; ", Violations.Take(5))}\nreplay it: ./grains simulate --of runs --seed {Case.Seed}");
}
