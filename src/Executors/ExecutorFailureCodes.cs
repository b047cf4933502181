namespace Granary.Executors;

/// <summary>The closed set of reasons an <see cref="ExecutorFailure"/> carries.</summary>
public static class ExecutorFailureCodes
{
    /// <summary>The pool and its waiting room are full.</summary>
    public const string Overloaded = "executor_overloaded";

    /// <summary>The pool stops or has stopped.</summary>
    public const string Stopped = "executor_stopped";

    /// <summary>The work threw.</summary>
    public const string Failed = "task_failed";

    /// <summary>The caller cancelled.</summary>
    public const string Cancelled = "task_cancelled";
}
