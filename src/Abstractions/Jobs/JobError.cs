namespace Granary.Abstractions.Jobs;

/// <summary>Why a job failed, or why its last attempt did.</summary>
/// <param name="Code">A code of <see cref="Executors.TaskFailureCodes"/>.</param>
/// <param name="Message">For the caller.</param>
/// <param name="RemoteType">Type of what the handler threw, if it did.</param>
[GenerateSerializer, Immutable, Alias("granary.JobError")]
public sealed record JobError([property: Id(0)] string Code, [property: Id(1)] string Message, [property: Id(2)] string? RemoteType);
