namespace Granary.Abstractions.Runs;

/// <summary>The retry budget of a run. Tasks beyond it are not tried again, and their rows are dropped with the reason <c>retry_budget</c>.</summary>
/// <param name="Used">Re-entries of failed tasks so far.</param>
/// <param name="Budget">Those allowed: 50 and a fifth of the run's tasks.</param>
[GenerateSerializer, Immutable, Alias("granary.RunRetries")]
public sealed record RunRetries([property: Id(0)] long Used, [property: Id(1)] long Budget);
