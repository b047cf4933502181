using System.Text.Json.Serialization;
using Granary.Abstractions.Executors;

namespace Granary.Abstractions.Jobs;

/// <summary>A job as its tenant sees it.</summary>
/// <param name="Id">Sorts by time; prefix <c>job_</c>.</param>
/// <param name="Pool">Executor pool.</param>
/// <param name="Handler">Handler.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Since">When this state began.</param>
/// <param name="Attempt">Number of the newest attempt; 0 before the first.</param>
/// <param name="MaxAttempts">Attempts that may be lost or, if asked for, fail.</param>
/// <param name="Progress">What the handler said last in this attempt.</param>
/// <param name="WaitsFor">What it waits for now; null when it waits for nothing.</param>
/// <param name="Error">Why it failed, or why the attempt before did.</param>
/// <param name="Reason">Why it was cancelled.</param>
/// <param name="CreatedAt">When it was submitted.</param>
/// <param name="StartedAt">When the newest attempt began.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="Deadline">When it fails if it has not ended.</param>
/// <param name="ExpiresAt">When state and result are deleted; null before the end.</param>
/// <param name="ResultBytes">Size of the result; null without one.</param>
[GenerateSerializer, Immutable, Alias("granary.JobView")]
public sealed record JobView(
    [property: Id(0)] string Id,
    [property: Id(1)] string Pool,
    [property: Id(2)] string Handler,
    [property: Id(3)] JobState State,
    [property: Id(4)] DateTimeOffset Since,
    [property: Id(5)] int Attempt,
    [property: Id(6)] int MaxAttempts,
    [property: Id(7)] TaskProgress? Progress,
    [property: Id(8)] string? WaitsFor,
    [property: Id(9)] JobError? Error,
    [property: Id(10)] string? Reason,
    [property: Id(11)] DateTimeOffset CreatedAt,
    [property: Id(12)] DateTimeOffset? StartedAt,
    [property: Id(13)] DateTimeOffset? EndedAt,
    [property: Id(14)] DateTimeOffset? Deadline,
    [property: Id(15)] DateTimeOffset? ExpiresAt,
    [property: Id(16)] long? ResultBytes)
{
    /// <summary>It has ended.</summary>
    [JsonIgnore]
    public bool Ended => State is JobState.Succeeded or JobState.Failed or JobState.Cancelled;
}
