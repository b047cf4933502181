namespace Granary.Abstractions.Executors;

/// <summary>Why a task has no result.</summary>
/// <param name="Code">One of <see cref="TaskFailureCodes"/>.</param>
/// <param name="Message">Names the pool or handler, the value and what would help. Never an argument.</param>
/// <param name="RemoteType">With <c>task_failed</c>: the type of what the handler threw.</param>
/// <param name="Stack">With <c>task_failed</c>: where it was thrown; for logs and administrators only.</param>
/// <param name="RetryAfter">When another try makes sense, if known.</param>
/// <param name="Pointer">With <c>invalid_input</c>: JSON Pointer into the argument.</param>
[GenerateSerializer, Immutable, Alias("granary.TaskFailure")]
public sealed record TaskFailure(
    [property: Id(0)] string Code,
    [property: Id(1)] string Message,
    [property: Id(2)] string? RemoteType = null,
    [property: Id(3)] string? Stack = null,
    [property: Id(4)] TimeSpan? RetryAfter = null,
    [property: Id(5)] string? Pointer = null);
