namespace Granary.Simulation.Protocol;

/// <summary>What became of a world.</summary>
/// <param name="Plan">Its plan.</param>
/// <param name="Verdict">How it ended.</param>
/// <param name="Rule">Which checker spoke: S1 to S6, L1 to L4; empty when clean.</param>
/// <param name="Detail">What it said.</param>
/// <param name="Steps">Events.</param>
/// <param name="Admitted">Calls admitted.</param>
/// <param name="Messages">Messages sent.</param>
/// <param name="Trace">Hash of the course, for replay.</param>
internal sealed record WorldResult(
    WorldPlan Plan, Verdict Verdict, string Rule, string Detail, long Steps, long Admitted, long Messages, ulong Trace)
{
    public override string ToString() =>
        $"seed {Plan.Seed}, {Plan}: {Verdict}{(Rule.Length > 0 ? $" {Rule}" : "")}, {Steps} steps, {Admitted} calls, {Messages} messages"
        + (Detail.Length > 0 ? $"\n  {Detail}\n  faults:\n    {string.Join("\n    ", Plan.Faults)}" : "");
}
