using System.Diagnostics.Metrics;
using Granary.Executors.Pools;

namespace Granary.Executors;

/// <summary>The meter <c>Granary.Executors</c>. Durations are seconds; every tag value is from a fixed set or a configured pool's name.</summary>
internal sealed class ExecutorInstruments
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Granary.Executors";

    private readonly Meter _meter;
    private readonly Counter<long> _tasks;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _waits;
    private readonly Counter<long> _restarts;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _wait;

    public ExecutorInstruments(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _tasks = _meter.CreateCounter<long>("executor_tasks_total", description: "Tasks by how they ended");
        _failures = _meter.CreateCounter<long>("executor_failures_total", description: "Failed tasks by reason");
        _waits = _meter.CreateCounter<long>("executor_waits_total", description: "Waits for a place by how they ended");
        _restarts = _meter.CreateCounter<long>("executor_restarts_total", description: "Workers that ended, by cause");
        _duration = _meter.CreateHistogram<double>("executor_task_duration_seconds", "s", "Run time of tasks that had a place; 0 if never started");
        _wait = _meter.CreateHistogram<double>("executor_task_wait_seconds", "s", "Time from submit to start");
    }

    /// <summary>Adds the gauges, read from the pools when somebody looks, so they are right whenever a listener arrives.</summary>
    public void Observe(Func<IReadOnlyList<ExecutorPoolSnapshot>> pools)
    {
        _meter.CreateObservableGauge(
            "executor_pending_tasks",
            () => pools().Select(static pool => new Measurement<long>(pool.Pending, Tag("executor", pool.Name))),
            description: "Tasks with a place");
        _meter.CreateObservableGauge("executor_workers", () => pools().SelectMany(Workers), description: "Workers by state");
    }

    /// <summary>A worker ended.</summary>
    public void WorkerEnded(string pool, WorkerEndCause cause) => _restarts.Add(1, Tag("executor", pool), Tag("cause", WorkerEndCauses.Label(cause)));

    /// <summary>A task started.</summary>
    public void Started(string pool, TimeSpan sinceSubmit, bool waited)
    {
        _wait.Record(sinceSubmit.TotalSeconds, Tag("executor", pool));
        if (waited)
        {
            _waits.Add(1, Tag("executor", pool), Tag("outcome", "placed"));
        }
    }

    /// <summary>A task ended.</summary>
    /// <param name="pool">Its pool.</param>
    /// <param name="status">How.</param>
    /// <param name="code">Why, unless completed.</param>
    /// <param name="ran">How long it ran; null if it never started.</param>
    /// <param name="hadPlace">It had a place; without one it is counted only if it was rejected.</param>
    /// <param name="waited">It waited for a place.</param>
    public void Ended(string pool, ExecutorStatus status, string? code, TimeSpan? ran, bool hadPlace, bool waited)
    {
        var executor = Tag("executor", pool);
        if (waited && ran is null)
        {
            _waits.Add(1, executor, Tag("outcome", hadPlace ? "placed" : Label(status)));
        }

        if (hadPlace)
        {
            _duration.Record((ran ?? TimeSpan.Zero).TotalSeconds, executor);
        }

        if (hadPlace || status == ExecutorStatus.Rejected)
        {
            _tasks.Add(1, executor, Tag("status", Label(status)));
        }

        if (status == ExecutorStatus.Failed)
        {
            _failures.Add(1, executor, Tag("reason", code!));
        }
    }

    /// <summary>The status as a label.</summary>
    internal static string Label(ExecutorStatus status) => status switch
    {
        ExecutorStatus.Completed => "completed",
        ExecutorStatus.Failed => "failed",
        ExecutorStatus.Cancelled => "cancelled",
        ExecutorStatus.Rejected => "rejected",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    /// <summary>The state of a worker as a label.</summary>
    internal static string Label(ExecutorWorkerState state) => state switch
    {
        ExecutorWorkerState.Starting => "starting",
        ExecutorWorkerState.Ready => "ready",
        ExecutorWorkerState.Unresponsive => "unresponsive",
        ExecutorWorkerState.Draining => "draining",
        ExecutorWorkerState.Ending => "ending",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    private static IEnumerable<Measurement<long>> Workers(ExecutorPoolSnapshot pool) => pool.Kind != ExecutorKind.Process
        ? []
        : Enum.GetValues<ExecutorWorkerState>().Select(state => new Measurement<long>(
            pool.Workers.Count(worker => worker.State == state), Tag("executor", pool.Name), Tag("state", Label(state))));

    private static KeyValuePair<string, object?> Tag(string key, string value) => new(key, value);
}
