namespace Granary.Abstractions.Executors;

/// <summary>The closed set of codes of a <see cref="TaskFailure"/>. They are part of the interface: never renamed.</summary>
public static class TaskFailureCodes
{
    /// <summary>There is no pool of that name.</summary>
    public const string UnknownPool = "unknown_pool";

    /// <summary>The pool has no handler of that name.</summary>
    public const string UnknownHandler = "unknown_handler";

    /// <summary>The argument does not fit the handler's type.</summary>
    public const string InvalidInput = "invalid_input";

    /// <summary>The pool and its waiting room are full.</summary>
    public const string Overloaded = "executor_overloaded";

    /// <summary>The pool has no worker that is ready.</summary>
    public const string Unhealthy = "pool_unhealthy";

    /// <summary>The pool stops or has stopped.</summary>
    public const string Stopped = "executor_stopped";

    /// <summary>No silo that carries the pool's label is there.</summary>
    public const string NoCapableSilo = "no_capable_silo";

    /// <summary>The worker or its silo went away while it ran.</summary>
    public const string WorkerLost = "worker_lost";

    /// <summary>The handler threw.</summary>
    public const string Failed = "task_failed";

    /// <summary>The task's time, or the caller's, was over.</summary>
    public const string TimedOut = "task_timed_out";

    /// <summary>The caller gave it up.</summary>
    public const string Cancelled = "task_cancelled";

    /// <summary>The argument cannot be written.</summary>
    public const string ArgumentNotSerializable = "argument_not_serializable";

    /// <summary>The result cannot be written.</summary>
    public const string ResultNotSerializable = "result_not_serializable";

    /// <summary>Argument or result above the pool's limit.</summary>
    public const string PayloadTooLarge = "payload_too_large";

    /// <summary>The last attempt that was allowed was lost.</summary>
    public const string AttemptsExhausted = "attempts_exhausted";

    /// <summary>Every code.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        UnknownPool, UnknownHandler, InvalidInput, Overloaded, Unhealthy, Stopped, NoCapableSilo, WorkerLost, Failed, TimedOut, Cancelled,
        ArgumentNotSerializable, ResultNotSerializable, PayloadTooLarge, AttemptsExhausted,
    ];
}
