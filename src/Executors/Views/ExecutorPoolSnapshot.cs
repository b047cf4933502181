using System.Collections.Immutable;

namespace Granary.Executors;

/// <summary>
/// Exact counts of one pool at one moment: <c>Submitted = Completed + Failed + Cancelled + Pending</c> and <c>Pending = Queued + Running</c>.
/// </summary>
/// <param name="Name">The pool.</param>
/// <param name="Kind">Where it runs its tasks; with bypass, <see cref="ExecutorKind.Inline"/>.</param>
/// <param name="Submitted">Tasks that got a place, or failed before they could have one because their argument cannot be written.</param>
/// <param name="Completed">Tasks whose handler returned.</param>
/// <param name="Failed">Tasks that failed, for whatever reason.</param>
/// <param name="Cancelled">Tasks given up after they had a place.</param>
/// <param name="Rejected">Tasks that never got a place, those cancelled while waiting outside not counted.</param>
/// <param name="Queued">Tasks with a place that have not started.</param>
/// <param name="Running">Tasks whose handler runs and whose result is still wanted.</param>
/// <param name="Stopping">Lanes still taken by work that was given up.</param>
/// <param name="Waiting">Callers outside, without a place.</param>
public sealed record ExecutorPoolSnapshot(
    string Name,
    ExecutorKind Kind,
    long Submitted,
    long Completed,
    long Failed,
    long Cancelled,
    long Rejected,
    int Queued,
    int Running,
    int Stopping,
    int Waiting)
{
    /// <summary>Tasks with a place.</summary>
    public int Pending => Queued + Running;

    /// <summary>How the pool is.</summary>
    public ExecutorPoolState State { get; init; }

    /// <summary>The pool stops or has stopped.</summary>
    public bool IsStopped => State is ExecutorPoolState.Stopping or ExecutorPoolState.Stopped;

    /// <summary>Tasks run inline instead of where the pool's kind says.</summary>
    public bool IsBypassed { get; init; }

    /// <summary>Why a worker last failed to start; null if none has, or since it did the pool was healthy for a minute.</summary>
    public string? LastStartError { get; init; }

    /// <summary>Lanes of the pool.</summary>
    public int Lanes { get; init; }

    /// <summary>Work that was given up, ignored it, and still holds an abandoned thread.</summary>
    public int Abandoned { get; init; }

    /// <summary>Time all finished tasks ran, together.</summary>
    public TimeSpan RunTime { get; init; }

    /// <summary>Time all started tasks waited from submit to start, together.</summary>
    public TimeSpan WaitTime { get; init; }

    /// <summary>Tasks that started.</summary>
    public long Started { get; init; }

    /// <summary>Workers that ended and were replaced.</summary>
    public long Restarts { get; init; }

    /// <summary>The workers; empty for kinds that have none.</summary>
    public ImmutableArray<ExecutorWorkerView> Workers { get; init; } = [];

    /// <summary>Lanes that are paused or stopping.</summary>
    public ImmutableArray<ExecutorLaneView> SpecialLanes { get; init; } = [];
}
