using Granary.Abstractions.Executors;
using Granary.Executors.Pools;

namespace Granary.Executors.Tests.Pools;

public sealed class PoolControllerTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Of_two_tasks_that_may_run_on_a_lane_the_older_goes_first()
    {
        var pool = new ScriptedPool(Options("inline") with { MaxWorkers = 1 });
        var tasks = new[] { pool.Submit("running"), pool.Submit("keyed", lane: 0), pool.Submit("free"), pool.Submit("keyed later", lane: 0) };
        foreach (var task in tasks)
        {
            pool.Finish(task);
        }

        Assert.Equal(["running", "keyed", "free", "keyed later"], pool.Started);
    }

    [Fact]
    public void Task_without_a_key_takes_the_worker_with_the_fewest_running_tasks_and_then_the_lowest_lane()
    {
        var pool = new ScriptedPool(Options("inline") with { MaxWorkers = 2, LanesPerWorker = 2 });
        var keyed = pool.Submit("a", lane: 1);
        var others = new[] { pool.Submit("b"), pool.Submit("c"), pool.Submit("d") };
        Assert.Equal([1, 2, 0, 3], new[] { keyed.Lane, others[0].Lane, others[1].Lane, others[2].Lane });
    }

    [Fact]
    public void Order_by_priority_starts_higher_bands_first()
    {
        var pool = new ScriptedPool(Options("inline") with { MaxWorkers = 1, Order = "priority" });
        var running = pool.Submit("running");
        var bulk = pool.Submit("bulk", priority: ExecutorPriority.Of("bulk"));
        var standard = pool.Submit("standard", priority: ExecutorPriority.Of(null));
        var chat = pool.Submit("chat", priority: ExecutorPriority.Of("interactive"));
        foreach (var task in new[] { running, chat, standard, bulk })
        {
            pool.Finish(task);
        }

        Assert.Equal(["running", "chat", "standard", "bulk"], pool.Started);
    }

    [Fact]
    public void Timed_waiters_are_rejected_each_at_its_own_time_and_by_the_callers_deadline()
    {
        var pool = new ScriptedPool(Options("inline") with { MaxWorkers = 1, MaxPending = 1, Overflow = "timed", OverflowTimeout = 10 * Second });
        pool.Submit("running");
        var early = pool.Submit("early");
        var hurried = pool.Submit("hurried", timeLeft: 3 * Second);
        pool.Advance(3 * Second);
        Assert.Equal((ExecutorStatus.Rejected, TaskFailureCodes.Overloaded), (hurried.Status, hurried.Code));
        var late = pool.Submit("late");
        pool.Advance(6.999 * Second);
        Assert.Null(early.Status);
        pool.Advance(0.001 * Second);
        Assert.Equal((ExecutorStatus.Rejected, (ExecutorStatus?)null), (early.Status, late.Status));
        pool.Advance(3 * Second);
        Assert.Equal(ExecutorStatus.Rejected, late.Status);
    }

    [Fact]
    public void Queued_task_fails_at_its_callers_deadline_and_a_running_one_at_the_earlier_of_both()
    {
        var pool = new ScriptedPool(Options("inline") with { MaxWorkers = 1, TaskTimeout = 5 * Second });
        var running = pool.Submit("running", timeLeft: 60 * Second);
        var queued = pool.Submit("queued", timeLeft: 2 * Second);
        pool.Advance(2 * Second);
        Assert.Equal((ExecutorStatus.Failed, TaskFailureCodes.TimedOut), (queued.Status, queued.Code));
        pool.Advance(2.9 * Second);
        Assert.Null(running.Status);
        pool.Advance(0.1 * Second);
        Assert.Equal(TaskFailureCodes.TimedOut, running.Code);
    }

    [Fact]
    public void Failed_starts_are_tried_again_after_half_a_second_and_then_double()
    {
        var pool = new ScriptedPool(Options("process") with { MaxWorkers = 1 });
        pool.Fail("boom");
        Assert.Equal((ExecutorPoolState.Unhealthy, "boom"), (pool.State, pool.Controller.LastStartError));
        Assert.Equal(TaskFailureCodes.Unhealthy, pool.Submit("refused").Code);
        pool.Advance(0.499 * Second);
        Assert.Empty(pool.Starting);
        pool.Advance(0.001 * Second);
        pool.Fail("boom");
        pool.Advance(0.999 * Second);
        Assert.Empty(pool.Starting);
        pool.Advance(0.001 * Second);
        pool.Ready();
        Assert.Equal(ExecutorPoolState.Ready, pool.State);
        Assert.NotNull(pool.Controller.LastStartError);
        pool.Advance(60 * Second);
        Assert.Null(pool.Controller.LastStartError);
    }

    [Fact]
    public void Five_failed_starts_in_half_a_minute_open_the_pool_until_a_probe_is_ready()
    {
        var pool = new ScriptedPool(Options("process") with { MaxWorkers = 4, WhenUnhealthy = "wait" });
        while (pool.State != ExecutorPoolState.Open)
        {
            pool.Fail("boom");
            pool.Advance(0.5 * Second);
        }

        while (pool.Starting.Count > 0)
        {
            pool.Fail("boom");
        }

        // From now on one at a time.
        for (var probe = 0; probe < 6; probe++)
        {
            pool.AdvanceUntil(() => pool.Starting.Count > 0);
            Assert.Single(pool.Starting);
            pool.Advance(0.1 * Second);
            Assert.Single(pool.Starting);
            pool.Fail("boom");
        }

        var waiting = pool.Submit("waiting");
        pool.AdvanceUntil(() => pool.Starting.Count > 0);
        pool.Ready();
        Assert.Equal(PoolTaskState.Running, waiting.State);
        Assert.Equal(3, pool.Starting.Count);
        Assert.NotEqual(ExecutorPoolState.Open, pool.State);
    }

    [Fact]
    public void Delays_double_to_a_minute_and_spread_by_a_fifth()
    {
        Assert.Equal([0.5, 1, 2, 4, 8, 16, 32, 60, 60], Enumerable.Range(1, 9).Select(static n => StartBackoff.Delay(n, 0.5).TotalSeconds));
        Assert.Equal(0.4, StartBackoff.Delay(1, 0).TotalSeconds, 6);
        Assert.InRange(StartBackoff.Delay(1, 0.999).TotalSeconds, 0.599, 0.6);
    }

    [Fact]
    public void Worker_that_is_not_ready_in_time_is_killed_and_counts_as_a_failed_start()
    {
        var pool = new ScriptedPool(Options("process") with { MaxWorkers = 1, StartTimeout = 3 * Second });
        pool.Advance(3 * Second);
        Assert.Single(pool.Killed);
        pool.Gone(pool.Killed[0]);
        Assert.Contains("StartTimeout", pool.Controller.LastStartError, StringComparison.Ordinal);
    }

    [Fact]
    public void Worker_that_ignores_a_cancel_is_killed_after_the_grace_and_its_lane_comes_back()
    {
        var pool = new ScriptedPool(Options("process") with { MaxWorkers = 1, Grace = 2 * Second });
        pool.Ready();
        var task = pool.Submit("stubborn");
        pool.Cancel(task);
        var next = pool.Submit("next");
        Assert.Equal((ExecutorStatus.Cancelled, PoolTaskState.Stopping, PoolTaskState.Queued), (task.Status, task.State, next.State));
        pool.Advance(2 * Second);
        Assert.Single(pool.Killed);
        pool.Ready();
        Assert.Equal(PoolTaskState.Queued, next.State);
        pool.Gone(pool.Killed[0]);
        Assert.Equal(PoolTaskState.Running, next.State);
    }

    [Fact]
    public void Other_lanes_get_their_drain_and_what_still_runs_then_is_lost()
    {
        var pool = new ScriptedPool(Options("process") with { MaxWorkers = 1, LanesPerWorker = 3, Grace = 2 * Second, LaneDrain = 10 * Second });
        pool.Ready();
        var (stubborn, quick, slow) = (pool.Submit("stubborn"), pool.Submit("quick"), pool.Submit("slow"));
        pool.Cancel(stubborn);
        pool.Advance(2 * Second);
        Assert.Empty(pool.Killed);
        Assert.Single(pool.Starting);
        var waits = pool.Submit("waits");
        Assert.Equal(PoolTaskState.Queued, waits.State);
        pool.Finish(quick);
        Assert.Equal(ExecutorStatus.Completed, quick.Status);
        pool.Advance(10 * Second);
        Assert.Single(pool.Killed);
        Assert.Equal(TaskFailureCodes.WorkerLost, slow.Code);
    }

    [Fact]
    public void Lost_idempotent_task_runs_once_more_before_others_and_then_is_lost()
    {
        var pool = new ScriptedPool(Options("process") with { MaxWorkers = 1 });
        pool.Ready();
        var task = pool.Submit("repeatable", mayRepeat: true);
        var other = pool.Submit("other");
        pool.Gone(task.Worker!);
        Assert.Equal((PoolTaskState.Queued, (ExecutorStatus?)null), (task.State, task.Status));
        pool.AdvanceUntil(() => pool.Starting.Count > 0);
        pool.Ready();
        Assert.Equal((PoolTaskState.Running, PoolTaskState.Queued), (task.State, other.State));
        pool.Gone(task.Worker!);
        Assert.Equal(TaskFailureCodes.WorkerLost, task.Code);
    }

    [Fact]
    public void Recycled_worker_is_replaced_in_time_and_takes_no_more_than_its_number()
    {
        var pool = new ScriptedPool(Options("process") with { MaxWorkers = 1, RecycleAfterTasks = 10 });
        var first = pool.Starting[0];
        pool.Ready();
        for (var count = 0; count < 8; count++)
        {
            pool.Finish(pool.Submit($"{count}"));
        }

        Assert.Empty(pool.Starting);
        pool.Finish(pool.Submit("ninth"));
        Assert.Single(pool.Starting);
        pool.Finish(pool.Submit("tenth"));
        Assert.Equal([first], pool.Ended);
        var eleventh = pool.Submit("eleventh");
        Assert.Equal(PoolTaskState.Queued, eleventh.State);
        pool.Ready();
        Assert.Equal(PoolTaskState.Running, eleventh.State);
        Assert.NotSame(first, eleventh.Worker);
    }

    [Fact]
    public void Elastic_pool_starts_workers_for_tasks_and_ends_them_when_they_are_idle()
    {
        var pool = new ScriptedPool(Options("process") with { MaxWorkers = 3, MinWorkers = 0, IdleAfter = 60 * Second });
        Assert.Empty(pool.Starting);
        Assert.Equal(ExecutorPoolState.Ready, pool.State);
        var tasks = new[] { pool.Submit("a"), pool.Submit("b") };
        Assert.Equal(2, pool.Starting.Count);
        pool.Ready();
        pool.Ready();
        Assert.All(tasks, static task => Assert.Equal(PoolTaskState.Running, task.State));
        Array.ForEach(tasks, pool.Finish);
        pool.Advance(59 * Second);
        Assert.Empty(pool.Ended);
        pool.Advance(1 * Second);
        Assert.Equal(2, pool.Ended.Count);
        pool.Ended.ForEach(pool.Gone);
        Assert.Empty(pool.Starting);
    }

    [Fact]
    public void Keyed_task_waits_for_its_lanes_worker_while_others_are_free()
    {
        var pool = new ScriptedPool(Options("process") with { MaxWorkers = 2 });
        pool.Ready();
        pool.Ready();
        var first = pool.Submit("first", lane: 1);
        pool.Gone(first.Worker!);
        var second = pool.Submit("second", lane: 1);
        Assert.Equal(PoolTaskState.Queued, second.State);
        pool.AdvanceUntil(() => pool.Starting.Count > 0);
        pool.Ready();
        Assert.Equal((PoolTaskState.Running, 1), (second.State, second.Lane));
    }

    [Fact]
    public void Due_entries_follow_what_is_armed_and_not_the_history()
    {
        var pool = new ScriptedPool(Options("inline") with { MaxWorkers = 1, TaskTimeout = TimeSpan.FromHours(24) });
        for (var count = 0; count < 10_000; count++)
        {
            pool.Finish(pool.Submit("task"));
        }

        Assert.InRange(pool.Controller.DueEntries, 0, 100);
    }

    [Fact]
    public void Random_commands_keep_every_count_and_start_and_settle_each_task_as_often_as_they_may()
    {
        for (var seed = 1; seed <= 150; seed++)
        {
            new RandomPool(seed).Run();
        }
    }

    private static ExecutorPoolOptions Options(string kind) => new() { Kind = kind };
}
