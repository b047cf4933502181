namespace Granary.Abstractions.Jobs;

/// <summary>A job as it was asked for. The pool and handler are checked by the submission, everything else by whoever read it.</summary>
/// <param name="Tenant">Owner.</param>
/// <param name="Pool">Executor pool.</param>
/// <param name="Handler">Handler of the pool.</param>
/// <param name="Input">Argument of the handler.</param>
/// <param name="Affinity">Jobs with the same key run on the same lane of the pool; null: any.</param>
/// <param name="Deadline">When the job fails if it has not ended; null: never.</param>
/// <param name="MaxAttempts">1 to 10.</param>
/// <param name="Retention">How long state and result are kept after the end: 1 min to 30 days.</param>
/// <param name="RetryFailed">A handler that fails is tried again too, not only an attempt that was lost.</param>
/// <param name="Submission">What was submitted: if it comes again, it is the same job; null: it comes once.</param>
[GenerateSerializer, Immutable, Alias("granary.JobRequest")]
public sealed record JobRequest(
    [property: Id(0)] string Tenant,
    [property: Id(1)] string Pool,
    [property: Id(2)] string Handler,
    [property: Id(3)] JobBlob Input,
    [property: Id(4)] string? Affinity,
    [property: Id(5)] DateTimeOffset? Deadline,
    [property: Id(6)] int MaxAttempts,
    [property: Id(7)] TimeSpan Retention,
    [property: Id(8)] bool RetryFailed,
    [property: Id(9)] Guid? Submission = null);
