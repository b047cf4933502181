using Granary.Abstractions.Runs;

namespace Granary.Grains.Runs.Lifecycle;

/// <summary>What a command does to a run in some state.</summary>
/// <param name="Outcome">Accepted, already so, or a conflict.</param>
/// <param name="To">The state after it; the same one unless it was accepted.</param>
internal readonly record struct RunTransition(RunActionOutcome Outcome, RunState To);
