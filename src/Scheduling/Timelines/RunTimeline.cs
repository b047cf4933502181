namespace Granary.Scheduling.Timelines;

/// <summary>
/// Joins both streams of a run into the timelines of its tasks, and derives from them what they are worth. Add events in order of time, of one silo in
/// the order of their sequence. Not thread-safe.
/// </summary>
public sealed class RunTimeline
{
    private readonly Dictionary<string, TaskTimeline> _executions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AttemptTimeline> _attempts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (double? Ready, double? Enqueued, double? Selected)> _tasks = new(StringComparer.Ordinal);
    private readonly HashSet<string> _leased = new(StringComparer.Ordinal);
    private readonly HashSet<string> _waiting = new(StringComparer.Ordinal);
    private readonly HashSet<string> _permits = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _denials = new(StringComparer.Ordinal);
    private readonly CapacityUse _use = new();
    private int _rateLimited;
    private int _called;

    /// <summary>Executions in the order of their leases.</summary>
    public IReadOnlyCollection<TaskTimeline> Tasks => _executions.Values;

    /// <summary>Calls that got no permit, by reason.</summary>
    public IReadOnlyDictionary<string, int> Denials => _denials;

    /// <summary>Takes the next event.</summary>
    public void Add(in TimelineEvent e)
    {
        _use.Advance(e.At);
        switch (e.Kind)
        {
            case "dependency_ready" when e.TaskId is { } id:
                _tasks[id] = (e.At, null, null);
                break;
            case "ready_enqueued" when e.TaskId is { } id:
                _tasks[id] = (_tasks.GetValueOrDefault(id).Ready, e.At, null);
                _use.Queued(+1);
                break;
            case "selected" when e.TaskId is { } id:
                _tasks[id] = _tasks.GetValueOrDefault(id) with { Selected = e.At };
                _use.Queued(-1);
                break;
            case "admission_blocked" or "group_capped":
                _use.Blocked(e.Reason);
                break;
            case "scheduler_job_completed":
                // What was taken back from the queue at the end is not told one by one.
                _use.Empty();
                break;
            default:
                AddToTask(e);
                AddToAttempt(e);
                break;
        }
    }

    /// <summary>What the timelines are worth.</summary>
    public RunTimelineMetrics Metrics()
    {
        var tasks = _executions.Values.ToArray();
        return new RunTimelineMetrics(
            tasks.Length,
            tasks.Count(static task => !task.IsOrdered),
            tasks.Count(static task => task.IsHiddenWaiter),
            _leased.Count,
            _permits.Count,
            _waiting.Count,
            Spread.Of(tasks.Select(static task => task.SelectedAt - task.ReadyEnqueuedAt)),
            Spread.Of(tasks.Select(static task => task.TaskLeaseAcquiredAt - task.SelectedAt)),
            Spread.Of(tasks.Select(static task => task.TaskLeaseAcquiredAt - task.ReadyEnqueuedAt)),
            Spread.Of(tasks.SelectMany(static task => task.Attempts).Select(static attempt => attempt.RequestWaitCompletedAt - attempt.RequestWaitStartedAt)),
            Spread.Of(tasks.SelectMany(static task => task.Attempts).Select(static attempt => attempt.ModelRequestCompletedAt - attempt.ModelRequestStartedAt)),
            _use.Peak,
            _use.Share,
            _use.ReadyIdleGap,
            _use.StarvedIdle,
            _use.FrontierIdle,
            _use.ProviderIdle,
            _called == 0 ? 0 : (double)_rateLimited / _called,
            _denials.Values.Sum());
    }

    private void AddToTask(in TimelineEvent e)
    {
        if (e.ExecutionId is not { } id || e.AttemptId is not null)
            return;

        if (!_executions.TryGetValue(id, out var task))
        {
            var known = e.TaskId is { } taskId ? _tasks.GetValueOrDefault(taskId) : default;
            _executions.Add(id, task = new TaskTimeline(id)
            {
                TaskId = e.TaskId ?? "",
                Silo = e.Silo,
                DependencyReadyAt = known.Ready,
                ReadyEnqueuedAt = known.Enqueued,
                SelectedAt = known.Selected,
            });
        }

        switch (e.Kind)
        {
            case "task_lease_acquired":
                task.TaskLeaseAcquiredAt = e.At;
                _leased.Add(id);
                _use.Leased(+1);
                break;
            case "worker_spawned":
                task.WorkerSpawnedAt = e.At;
                break;
            case "task_lease_yielded":
                _use.Leased(-1);
                break;
            case "task_lease_resumed":
                _use.Leased(+1);
                break;
            case "task_completed":
                task.TaskCompletedAt = e.At;
                break;
            case "task_lease_released":
                task.TaskLeaseReleasedAt = e.At;
                if (_leased.Remove(id))
                    _use.Leased(-1);

                break;
        }
    }

    private void AddToAttempt(in TimelineEvent e)
    {
        if (e.AttemptId is not { } id || e.ExecutionId is not { } execution)
            return;

        if (!_attempts.TryGetValue(id, out var attempt))
        {
            _attempts.Add(id, attempt = new AttemptTimeline(id));
            if (_executions.TryGetValue(execution, out var task))
                task.OwnAttempts.Add(attempt);
        }

        switch (e.Kind)
        {
            case "request_wait_started":
                attempt.RequestWaitStartedAt = e.At;
                _waiting.Add(id);
                break;
            case "request_wait_completed":
                attempt.RequestWaitCompletedAt = e.At;
                _waiting.Remove(id);
                break;
            case "request_acquire_denied" or "request_wait_timeout":
                attempt.Outcome = e.Reason ?? e.Kind;
                _waiting.Remove(id);
                _denials[attempt.Outcome] = _denials.GetValueOrDefault(attempt.Outcome) + 1;
                break;
            case "request_wait_cancelled":
                attempt.Outcome = e.Kind;
                _waiting.Remove(id);
                break;
            case "request_lease_acquired":
                attempt.RequestLeaseAcquiredAt = e.At;
                _permits.Add(id);
                break;
            case "model_request_started":
                attempt.ModelRequestStartedAt = e.At;
                _called++;
                break;
            case "request_lease_released" or "request_lease_expired":
                attempt.RequestLeaseReleasedAt ??= e.At;
                _permits.Remove(id);
                break;
            case "model_request_completed":
                attempt.ModelRequestCompletedAt = e.At;
                attempt.Outcome = e.Reason;
                _rateLimited += e.Reason == "rate_limit" ? 1 : 0;
                break;
        }
    }
}
