namespace Granary.Abstractions.Jobs;

/// <summary>The view of a job and, if it succeeded, where its result is.</summary>
/// <param name="Job">The view.</param>
/// <param name="Result">The result; null unless it succeeded.</param>
[GenerateSerializer, Immutable, Alias("granary.JobResult")]
public sealed record JobResult([property: Id(0)] JobView Job, [property: Id(1)] JobBlob? Result);
