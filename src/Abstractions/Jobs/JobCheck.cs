namespace Granary.Abstractions.Jobs;

/// <summary>The index asks whether a job still needs somebody.</summary>
/// <param name="Asker">A runner that is alive.</param>
/// <param name="Silent">No runner has named the job for so long that the one that had it counts as gone.</param>
[GenerateSerializer, Immutable, Alias("granary.JobCheck")]
public sealed record JobCheck([property: Id(0)] JobRunnerId Asker, [property: Id(1)] bool Silent);
