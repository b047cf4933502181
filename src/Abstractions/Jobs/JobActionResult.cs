namespace Granary.Abstractions.Jobs;

/// <summary>What an action on a job did.</summary>
/// <param name="Outcome">Closed set.</param>
/// <param name="Job">The view after it; null when there is no such job.</param>
[GenerateSerializer, Immutable, Alias("granary.JobActionResult")]
public sealed record JobActionResult([property: Id(0)] JobActionOutcome Outcome, [property: Id(1)] JobView? Job);
