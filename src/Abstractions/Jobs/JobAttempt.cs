namespace Granary.Abstractions.Jobs;

/// <summary>An attempt that was written down and may now run.</summary>
/// <param name="Number">From 1; reports of a lower one are refused.</param>
/// <param name="Request">The job.</param>
[GenerateSerializer, Immutable, Alias("granary.JobAttempt")]
public sealed record JobAttempt([property: Id(0)] int Number, [property: Id(1)] JobRequest Request);
