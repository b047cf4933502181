namespace Granary.Scheduling.Recovery;

/// <summary>How a task failed, as far as trying again is concerned.</summary>
/// <param name="Retryable">Another try may succeed: rate limit, time-out, 5xx, connection, lost worker.</param>
/// <param name="Preserved">
/// It says nothing about the task: rate limit, queue time-out, or the endpoint's gate was not open. Never exhausts it. Implies retryable.
/// </param>
/// <param name="RetryAfter">For preserved failures the smallest positive cooldown of the task's keys, if any.</param>
public readonly record struct TaskFailure(bool Retryable, bool Preserved = false, TimeSpan? RetryAfter = null);
