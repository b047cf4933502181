namespace Granary.Abstractions.Runs;

/// <summary>What an action did.</summary>
/// <param name="Outcome">Closed set, see <see cref="RunActionOutcome"/>.</param>
/// <param name="Run">The view after it; null when there is no such run.</param>
/// <param name="Conflict">Why it was not possible, else null.</param>
[GenerateSerializer, Immutable, Alias("granary.RunActionResult")]
public sealed record RunActionResult(
    [property: Id(0)] RunActionOutcome Outcome,
    [property: Id(1)] RunView? Run,
    [property: Id(2)] RunConflict? Conflict);
