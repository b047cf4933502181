using System.Collections.Immutable;

namespace Granary.Abstractions.Executors;

/// <summary>
/// One executor pool at one moment. <c>Submitted = Completed + Failed + Cancelled + Pending</c>, <c>Pending = Queued + Running</c>.
/// </summary>
/// <param name="Name">The pool.</param>
/// <param name="Kind">Where it runs its tasks: <c>inline</c>, <c>thread</c>, <c>process</c>, <c>remote</c>.</param>
/// <param name="Required">The process is not ready before this pool is.</param>
/// <param name="Bypass">Its tasks run inline instead of where its options say.</param>
/// <param name="State"><c>starting</c>, <c>ready</c>, <c>degraded</c>, <c>unhealthy</c>, <c>open</c>, <c>stopping</c> or <c>stopped</c>.</param>
/// <param name="LastError">Why a worker last failed to start; null when none has for a healthy minute.</param>
/// <param name="Lanes">Tasks at once.</param>
/// <param name="Pending">Tasks with a place.</param>
/// <param name="Queued">Of them, not started.</param>
/// <param name="Running">Of them, on a lane.</param>
/// <param name="Waiting">Callers outside, without a place.</param>
/// <param name="Stopping">Lanes still taken by work that was given up.</param>
/// <param name="Abandoned">Threads given up to such work.</param>
/// <param name="Submitted">Tasks that got a place, or failed before they could have one.</param>
/// <param name="Completed">Tasks whose handler returned.</param>
/// <param name="Failed">Tasks that failed.</param>
/// <param name="Cancelled">Tasks given up after they had a place.</param>
/// <param name="Rejected">Tasks that never got a place.</param>
/// <param name="Restarts">Workers that ended and were replaced.</param>
/// <param name="MeanRunMs">Mean time on a lane of finished tasks, in milliseconds; null before the first.</param>
/// <param name="MeanWaitMs">Mean time from submit to start, in milliseconds; null before the first.</param>
/// <param name="Workers">Worker processes; empty for kinds that have none.</param>
/// <param name="SpecialLanes">Lanes that are paused, or held by work that was given up.</param>
/// <param name="Handlers">Names of its handlers; null while no worker has said.</param>
public sealed record ExecutorPoolView(
    string Name,
    string Kind,
    bool Required,
    bool Bypass,
    string State,
    string? LastError,
    int Lanes,
    int Pending,
    int Queued,
    int Running,
    int Waiting,
    int Stopping,
    int Abandoned,
    long Submitted,
    long Completed,
    long Failed,
    long Cancelled,
    long Rejected,
    long Restarts,
    double? MeanRunMs,
    double? MeanWaitMs,
    ImmutableArray<ExecutorWorkerEntry> Workers,
    ImmutableArray<ExecutorLaneEntry> SpecialLanes,
    ImmutableArray<string>? Handlers);
