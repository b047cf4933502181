using Granary.Abstractions.Runs;

namespace Granary.Grains.Runs.Lifecycle;

/// <summary>What an action on a run decided.</summary>
/// <param name="Outcome">Accepted, already so, or a conflict.</param>
/// <param name="Conflict">Set for a conflict.</param>
/// <param name="Effects">What is to be done, in order.</param>
internal sealed record RunDecision(RunActionOutcome Outcome, RunConflict? Conflict, IReadOnlyList<RunEffect> Effects);
