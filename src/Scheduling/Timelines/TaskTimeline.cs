namespace Granary.Scheduling.Timelines;

/// <summary>The instants of one execution of a task, in seconds; null where the event is not there.</summary>
/// <param name="ExecutionId">The execution.</param>
public sealed record TaskTimeline(string ExecutionId)
{
    /// <summary>The task.</summary>
    public string TaskId { get; internal set; } = "";

    /// <summary>Where it ran.</summary>
    public string Silo { get; internal set; } = "";

    /// <summary>Everything it needs was there.</summary>
    public double? DependencyReadyAt { get; internal set; }

    /// <summary>The queue had it.</summary>
    public double? ReadyEnqueuedAt { get; internal set; }

    /// <summary>It was chosen.</summary>
    public double? SelectedAt { get; internal set; }

    /// <summary>It had its units.</summary>
    public double? TaskLeaseAcquiredAt { get; internal set; }

    /// <summary>Its worker began.</summary>
    public double? WorkerSpawnedAt { get; internal set; }

    /// <summary>Its worker ended; null for a cancelled one.</summary>
    public double? TaskCompletedAt { get; internal set; }

    /// <summary>Its units were back.</summary>
    public double? TaskLeaseReleasedAt { get; internal set; }

    /// <summary>Its attempts to call a model, in order.</summary>
    public IReadOnlyList<AttemptTimeline> Attempts => OwnAttempts;

    internal List<AttemptTimeline> OwnAttempts { get; } = [];

    /// <summary>Its worker began without units.</summary>
    public bool IsHiddenWaiter => WorkerSpawnedAt is { } spawned && !(TaskLeaseAcquiredAt <= spawned);

    /// <summary>Its instants never run backwards.</summary>
    public bool IsOrdered =>
        Ascend(DependencyReadyAt, ReadyEnqueuedAt, SelectedAt, TaskLeaseAcquiredAt, WorkerSpawnedAt, TaskCompletedAt, TaskLeaseReleasedAt)
        && OwnAttempts.TrueForAll(attempt => attempt.IsOrdered && Ascend(WorkerSpawnedAt, attempt.RequestWaitStartedAt)
            && Ascend(attempt.ModelRequestCompletedAt, TaskLeaseReleasedAt));

    internal static bool Ascend(params ReadOnlySpan<double?> instants)
    {
        double? last = null;
        foreach (var instant in instants)
        {
            if (instant < last)
                return false;

            last = instant ?? last;
        }

        return true;
    }
}
