using Granary.Abstractions.Executors;

namespace Granary.Executors;

/// <summary>Why a task has no value.</summary>
/// <param name="Code">One of <see cref="TaskFailureCodes"/>.</param>
/// <param name="Message">A sentence that names the pool and, where one would help, the limit.</param>
/// <param name="Exception">What the handler threw, where it ran in this process; null across a process boundary.</param>
public sealed record ExecutorFailure(string Code, string Message, Exception? Exception = null)
{
    /// <summary>With <c>task_failed</c>: the type of what the handler threw, as its runtime names it.</summary>
    public string? RemoteType { get; init; }

    /// <summary>With <c>task_failed</c>: what the handler said, without our own words around it.</summary>
    public string? RemoteMessage { get; init; }

    /// <summary>Where it was thrown. For administrators and logs only, never for callers.</summary>
    public string? RemoteStack { get; init; }

    /// <summary>When a new attempt makes sense, where that is known.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// With <c>argument_not_serializable</c>: JSON pointer to the part of the argument that does not fit, where it is known. With <c>payload_too_large</c>: empty
    /// if it is the argument, null if it is the result.
    /// </summary>
    public string? Pointer { get; init; }
}
