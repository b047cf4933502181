using Granary.Scheduling.Timelines;

namespace Granary.Scheduling.Tests.Timelines;

public sealed class RunTimelineTests
{
    private readonly RunTimeline _timeline = new();

    [Fact]
    public void Both_streams_join_into_thirteen_instants()
    {
        Run("t", "x", "a", 1);

        var task = Assert.Single(_timeline.Tasks);
        var attempt = Assert.Single(task.Attempts);
        Assert.Equal(
            [1, 2, 3, 4, 5, 13, 14],
            [task.DependencyReadyAt, task.ReadyEnqueuedAt, task.SelectedAt, task.TaskLeaseAcquiredAt, task.WorkerSpawnedAt, task.TaskCompletedAt, task.TaskLeaseReleasedAt]);
        Assert.Equal(
            [6, 7, 7, 8, 12, 11],
            [attempt.RequestWaitStartedAt, attempt.RequestWaitCompletedAt, attempt.RequestLeaseAcquiredAt, attempt.ModelRequestStartedAt, attempt.ModelRequestCompletedAt, attempt.RequestLeaseReleasedAt]);
        Assert.True(task.IsOrdered);
        var metrics = _timeline.Metrics();
        Assert.Equal((1, 0, 0, 0, 0, 0), (metrics.Executions, metrics.Disordered, metrics.HiddenWaiters, metrics.OpenTaskLeases, metrics.OpenRequestLeases, metrics.OpenWaits));
        Assert.Equal((1.0, 1.0, 2.0, 1.0, 4.0), (metrics.ReadyQueueWait.Max, metrics.TaskAdmissionWait.Max, metrics.ReadyToLease.Max, metrics.RequestWait.Max, metrics.ModelTime.Max));
    }

    [Fact]
    public void Worker_before_its_lease_is_a_hidden_waiter_and_what_is_not_given_back_is_open()
    {
        Add("worker_spawned", 1, "t", "x");
        Add("task_lease_acquired", 2, "t", "x");
        Add("request_wait_started", 3, null, "x", "a");
        Add("request_lease_acquired", 4, null, "x", "b");

        var metrics = _timeline.Metrics();
        Assert.Equal((1, 1, 1, 1, 1), (metrics.HiddenWaiters, metrics.Disordered, metrics.OpenTaskLeases, metrics.OpenRequestLeases, metrics.OpenWaits));
    }

    [Fact]
    public void Idle_time_is_ours_only_with_work_and_capacity_that_no_provider_holds_back()
    {
        Add("ready_enqueued", 0, "t1");
        Add("ready_enqueued", 0, "t2");
        Start("t1", "x1", 0);
        Start("t2", "x2", 0);
        Add("task_lease_released", 1, "t1", "x1");
        Add("ready_enqueued", 1, "t3");

        // From 1 to 3 one of two places idles with work, the last second of it because the provider takes nothing.
        _timeline.Add(new TimelineEvent("admission_blocked", 2, "s", null, null, null, "request_blocked=1"));
        Start("t3", "x3", 3);
        Add("task_lease_released", 4, "t2", "x2");
        Add("task_lease_released", 5, "t3", "x3");

        var metrics = _timeline.Metrics();
        Assert.Equal((2, 1.0, 1.0, 1.0, 1.0), (metrics.PeakLeases, metrics.ReadyIdleGap, metrics.StarvedIdle, metrics.ProviderIdle, metrics.FrontierIdle));
        Assert.Equal(0.7, metrics.ActiveCapacityIntegral, 6);
    }

    [Fact]
    public void Refusals_for_load_are_a_share_of_the_calls()
    {
        Run("t", "x", "a", 0, "rate_limit");
        Run("t", "y", "b", 20);

        Assert.Equal(0.5, _timeline.Metrics().RatelimitedShare);
    }

    [Fact]
    public void Calls_without_a_permit_are_counted_by_reason_and_their_waits_are_over()
    {
        Add("request_wait_started", 1, null, "x", "a");
        Add("request_wait_timeout", 3, null, "x", "a", "queue_timeout");
        Add("request_acquire_denied", 4, null, "x", "b", "shutdown");
        Add("request_acquire_denied", 5, null, "x", "c", "shutdown");
        Add("request_wait_started", 6, null, "x", "d");
        Add("request_wait_cancelled", 7, null, "x", "d");

        var metrics = _timeline.Metrics();
        Assert.Equal((3, 0, 0), (metrics.DeniedRequests, metrics.OpenWaits, metrics.OpenRequestLeases));
        Assert.Equal([new("queue_timeout", 1), new("shutdown", 2)], _timeline.Denials.ToArray());
    }

    [Fact]
    public void Permit_that_was_taken_back_is_not_open()
    {
        Add("request_lease_acquired", 1, null, "x", "a");
        Add("request_lease_expired", 31, null, "x", "a");

        Assert.Equal(0, _timeline.Metrics().OpenRequestLeases);
    }

    private void Start(string task, string execution, double at)
    {
        Add("selected", at, task);
        Add("task_lease_acquired", at, task, execution);
        Add("worker_spawned", at, task, execution);
    }

    private void Run(string task, string execution, string attempt, double at, string outcome = "ok")
    {
        foreach (var (kind, id, of) in new (string, string?, string?)[]
        {
            ("dependency_ready", null, null), ("ready_enqueued", null, null), ("selected", null, null), ("task_lease_acquired", execution, null), ("worker_spawned", execution, null),
            ("request_wait_started", execution, attempt),
        })
        {
            Add(kind, at++, of is null ? task : null, id, of);
        }

        Add("request_wait_completed", at, null, execution, attempt);
        Add("request_lease_acquired", at, null, execution, attempt);
        Add("model_request_started", at + 1, null, execution, attempt);
        Add("request_lease_released", at + 4, null, execution, attempt, outcome);
        Add("model_request_completed", at + 5, null, execution, attempt, outcome);
        Add("task_completed", at + 6, task, execution);
        Add("task_lease_released", at + 7, task, execution);
    }

    private void Add(string kind, double at, string? task, string? execution = null, string? attempt = null, string? reason = null) =>
        _timeline.Add(new TimelineEvent(kind, at, "s", task, execution, attempt, reason));
}
