namespace Granary.Executors;

/// <summary>The closed set of reasons an <see cref="ExecutorFailure"/> carries.</summary>
public static class ExecutorFailureCodes
{
    /// <summary>The pool and its waiting room are full. Rejected.</summary>
    public const string Overloaded = "executor_overloaded";

    /// <summary>The pool stops or has stopped. Rejected, or cancelled if it had a place.</summary>
    public const string Stopped = "executor_stopped";

    /// <summary>No worker is ready; the message carries the last start error. Rejected, or failed if it had a place.</summary>
    public const string Unhealthy = "pool_unhealthy";

    /// <summary>No silo carries the label of a remote pool. Failed.</summary>
    public const string NoCapableSilo = "no_capable_silo";

    /// <summary>The worker, its process or its silo ended, or broke the protocol, while the task ran. Failed.</summary>
    public const string WorkerLost = "worker_lost";

    /// <summary>The handler threw. Failed.</summary>
    public const string Failed = "task_failed";

    /// <summary>The task time-out or the caller's deadline passed. Failed.</summary>
    public const string TimedOut = "task_timed_out";

    /// <summary>The caller cancelled. Cancelled.</summary>
    public const string Cancelled = "task_cancelled";

    /// <summary>The argument cannot be written, or does not fit what the handler takes. Failed.</summary>
    public const string ArgumentNotSerializable = "argument_not_serializable";

    /// <summary>The result cannot be written, or does not fit what the caller expects. Failed.</summary>
    public const string ResultNotSerializable = "result_not_serializable";

    /// <summary>Argument or result is larger than <c>MaxPayload</c>. Failed.</summary>
    public const string PayloadTooLarge = "payload_too_large";

    /// <summary>The pool has no handler of that name; the message lists those it has. Failed.</summary>
    public const string UnknownHandler = "unknown_handler";
}
