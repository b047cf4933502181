using System.Diagnostics.Metrics;
using Granary.Executors.Pools;
using Granary.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Granary.Executors.Tests;

/// <summary>What every kind of pool does; each kind inherits it.</summary>
public abstract class ExecutorPoolSuite : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ManualClock _clock = new();
    private readonly List<HeldWork> _held = [];

    public abstract ExecutorKind Kind { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _held.ForEach(static work => work.LetGo());
        _services.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Value_comes_back_and_the_work_never_runs_on_the_callers_thread()
    {
        var pool = Pool(lanes: 1);
        var held = Hold();
        var task = pool.RunAsync(held.Run, null, Token);

        // On the caller's thread the work, which is held, would not have let us come here.
        held.LetGo();
        Assert.Equal(new ExecutorOutcome<int>(ExecutorStatus.Completed, 7, null), await task);
        Check(pool, submitted: 1, completed: 1);
    }

    [Fact]
    public async Task Work_that_throws_costs_its_own_task_only()
    {
        var pool = Pool(lanes: 1);
        var failed = await pool.RunAsync<int>(static _ => throw new FormatException("bad"), null, Token);
        Assert.Equal((ExecutorStatus.Failed, ExecutorFailureCodes.Failed), (failed.Status, failed.Failure!.Code));
        Assert.IsType<FormatException>(failed.Failure.Exception);
        Assert.Equal("The task failed in the executor pool 'test': bad", failed.Failure.Message);
        Assert.Equal(1, (await pool.RunAsync(static _ => 1, null, Token)).Value);
        Check(pool, submitted: 2, completed: 1, failed: 1);
    }

    [Fact]
    public async Task Execution_context_of_the_caller_flows_into_the_work()
    {
        var local = new AsyncLocal<string> { Value = "caller" };
        Assert.Equal("caller", (await Pool(lanes: 1).RunAsync(_ => local.Value, null, Token)).Value);
    }

    [Fact]
    public async Task As_many_tasks_run_at_once_as_there_are_lanes()
    {
        var pool = Pool(lanes: 2);
        var work = Enumerable.Range(0, 3).Select(_ => Hold()).ToList();
        var tasks = work.Select(held => pool.RunAsync(held.Run, null, Token).AsTask()).ToList();
        await Task.WhenAll(work[0].Started, work[1].Started);
        Assert.Equal((2, 1), (pool.Snapshot().Running, pool.Snapshot().Queued));
        Assert.False(work[2].HasRun);
        work[0].LetGo();
        await work[2].Started;
        work[1].LetGo();
        work[2].LetGo();
        await Task.WhenAll(tasks);
        Check(pool, submitted: 3, completed: 3);
    }

    [Fact]
    public async Task Overflow_wait_keeps_callers_outside_in_arrival_order()
    {
        var pool = Pool(lanes: 1, maxPending: 2);
        var first = Hold();
        var order = new List<int>();
        var tasks = new List<Task> { pool.RunAsync(first.Run, null, Token).AsTask() };
        tasks.AddRange(Enumerable.Range(1, 4).Select(n => pool.RunAsync(_ => Add(order, n), null, Token).AsTask()));
        await first.Started;
        var snapshot = pool.Snapshot();
        Assert.Equal((2, 3, 2L), (snapshot.Pending, snapshot.Waiting, snapshot.Submitted));
        first.LetGo();
        await Task.WhenAll(tasks);
        Assert.Equal([1, 2, 3, 4], order);
        Check(pool, submitted: 5, completed: 5);
    }

    [Fact]
    public async Task Overflow_fail_refuses_at_once_and_names_pool_and_limit()
    {
        var pool = Pool(lanes: 2, maxPending: 2, overflow: ExecutorOverflow.Fail);
        var work = new[] { Hold(), Hold() };
        var tasks = work.Select(held => pool.RunAsync(held.Run, null, Token).AsTask()).ToList();
        var refused = await pool.RunAsync(static _ => 1, null, Token);
        Assert.Equal((ExecutorStatus.Rejected, ExecutorFailureCodes.Overloaded), (refused.Status, refused.Failure!.Code));
        Assert.Equal("The executor pool 'test' is full (MaxPending 2, MaxWaiters 1000).", refused.Failure.Message);
        var snapshot = pool.Snapshot();
        Assert.Equal((1L, 2L, 2), (snapshot.Rejected, snapshot.Submitted, snapshot.Pending));
        Array.ForEach(work, static held => held.LetGo());
        await Task.WhenAll(tasks);
    }

    [Fact]
    public async Task Overflow_timed_refuses_each_waiter_when_its_own_time_is_over()
    {
        var pool = Pool(lanes: 1, maxPending: 1, overflow: ExecutorOverflow.Timed, overflowTimeout: TimeSpan.FromSeconds(10));
        var held = Hold();
        var running = pool.RunAsync(held.Run, null, Token).AsTask();
        var early = pool.RunAsync(static _ => 1, null, Token).AsTask();
        _clock.Advance(TimeSpan.FromSeconds(4));
        var late = pool.RunAsync(static _ => 2, null, Token).AsTask();
        _clock.Advance(TimeSpan.FromSeconds(5.999));
        Assert.Equal(2, pool.Snapshot().Waiting);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(ExecutorStatus.Rejected, (await early).Status);
        Assert.Equal(1, pool.Snapshot().Waiting);
        held.LetGo();
        await running;
        Assert.Equal(2, (await late).Value);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Check(pool, submitted: 2, completed: 2, rejected: 1);
    }

    [Fact]
    public async Task Waiting_room_has_a_bound()
    {
        var pool = Pool(lanes: 1, maxPending: 1, maxWaiters: 1);
        var held = Hold();
        var running = pool.RunAsync(held.Run, null, Token).AsTask();
        var waiting = pool.RunAsync(static _ => 1, null, Token).AsTask();
        Assert.Equal(ExecutorStatus.Rejected, (await pool.RunAsync(static _ => 1, null, Token)).Status);
        held.LetGo();
        await Task.WhenAll(running, waiting);
        Check(pool, submitted: 2, completed: 2, rejected: 1);
    }

    [Fact]
    public async Task Token_that_is_cancelled_already_submits_nothing()
    {
        var pool = Pool(lanes: 1);
        var outcome = await pool.RunAsync(static _ => 1, null, new CancellationToken(canceled: true));
        Assert.Equal((ExecutorStatus.Cancelled, ExecutorFailureCodes.Cancelled), (outcome.Status, outcome.Failure!.Code));
        Check(pool);
    }

    [Fact]
    public async Task Cancelled_while_waiting_outside_leaves_no_trace_in_the_counts()
    {
        var pool = Pool(lanes: 1, maxPending: 1);
        var held = Hold();
        var running = pool.RunAsync(held.Run, null, Token).AsTask();
        using var source = new CancellationTokenSource();
        var waiting = pool.RunAsync(static _ => 1, null, source.Token).AsTask();
        await source.CancelAsync();
        Assert.Equal(ExecutorStatus.Cancelled, (await waiting).Status);
        held.LetGo();
        await running;
        Check(pool, submitted: 1, completed: 1);
    }

    [Fact]
    public async Task Cancelled_while_queued_never_runs_and_gives_its_place_to_a_waiter()
    {
        var pool = Pool(lanes: 1, maxPending: 2);
        var held = Hold();
        var queuedWork = Hold();
        using var source = new CancellationTokenSource();
        var running = pool.RunAsync(held.Run, null, Token).AsTask();
        var queued = pool.RunAsync(queuedWork.Run, null, source.Token).AsTask();
        var waiting = pool.RunAsync(static _ => 3, null, Token).AsTask();
        await source.CancelAsync();
        Assert.Equal(ExecutorStatus.Cancelled, (await queued).Status);
        Assert.Equal((1, 0), (pool.Snapshot().Queued, pool.Snapshot().Waiting));
        held.LetGo();
        await running;
        Assert.Equal(3, (await waiting).Value);
        Assert.False(queuedWork.HasRun);
        Check(pool, submitted: 3, completed: 2, cancelled: 1);
    }

    [Fact]
    public async Task Cancelled_while_running_releases_the_caller_and_keeps_the_lane_until_the_work_ends()
    {
        var pool = Pool(lanes: 1, maxPending: 1);
        var held = Hold();
        using var source = new CancellationTokenSource();
        var running = pool.RunAsync(held.Run, null, source.Token).AsTask();
        await held.Started;
        await source.CancelAsync();
        Assert.Equal(ExecutorStatus.Cancelled, (await running).Status);
        await held.Interrupted;
        var snapshot = pool.Snapshot();
        Assert.Equal((0, 1, 1L), (snapshot.Pending, snapshot.Stopping, snapshot.Cancelled));

        // Its place is free, its lane is not.
        var next = pool.RunAsync(static _ => 2, null, Token).AsTask();
        Assert.Equal((1, 0), (pool.Snapshot().Queued, pool.Snapshot().Running));
        held.LetGo();
        Assert.Equal(2, (await next).Value);
        Check(pool, submitted: 2, completed: 1, cancelled: 1);
    }

    [Fact]
    public async Task Tasks_of_one_key_run_one_after_the_other_in_order_while_other_lanes_are_free()
    {
        var pool = Pool(lanes: 4);
        var order = new List<int>();
        var first = Hold();
        var tasks = new List<Task> { pool.RunAsync(first.Run, "user-42", Token).AsTask() };
        tasks.AddRange(Enumerable.Range(1, 8).Select(n => pool.RunAsync(_ => Add(order, n), "user-42", Token).AsTask()));
        await first.Started;
        Assert.Equal((1, 8), (pool.Snapshot().Running, pool.Snapshot().Queued));
        Assert.Equal(1, (await pool.RunAsync(static _ => 1, null, Token)).Value);
        first.LetGo();
        await Task.WhenAll(tasks);
        Assert.Equal(Enumerable.Range(1, 8), order);
    }

    [Fact]
    public async Task Stop_refuses_new_and_waiting_ones_and_lets_the_others_finish()
    {
        var pool = Pool(lanes: 1, maxPending: 2);
        var held = Hold();
        var running = pool.RunAsync(held.Run, null, Token).AsTask();
        var queued = pool.RunAsync(static _ => 2, null, Token).AsTask();
        var waiting = pool.RunAsync(static _ => 3, null, Token).AsTask();
        var stop = pool.StopAsync();
        Assert.Equal(ExecutorFailureCodes.Stopped, (await waiting).Failure!.Code);
        Assert.Equal(ExecutorFailureCodes.Stopped, (await pool.RunAsync(static _ => 4, null, Token)).Failure!.Code);
        Assert.False(stop.IsCompleted);
        held.LetGo();
        Assert.Equal(7, (await running).Value);
        Assert.Equal(2, (await queued).Value);
        Assert.Equal(new ExecutorStopReport(0, 0), await stop);
        Assert.Equal(new ExecutorStopReport(0, 0), await pool.StopAsync());
        Check(pool, submitted: 2, completed: 2, rejected: 2);
    }

    [Fact]
    public async Task Stop_of_an_idle_pool_returns_at_once() => Assert.Equal(new ExecutorStopReport(0, 0), await Pool(lanes: 2).StopAsync());

    [Fact]
    public async Task Stop_cancels_what_has_not_finished_in_its_time_and_abandons_what_ignores_that()
    {
        var pool = Pool(lanes: 2);
        var obedient = Hold();
        var deaf = Hold();
        var never = Hold();
        var tasks = new[]
        {
            pool.RunAsync(obedient.RunObediently, null, Token).AsTask(),
            pool.RunAsync(deaf.Run, null, Token).AsTask(),
            pool.RunAsync(never.Run, null, Token).AsTask(),
        };
        await Task.WhenAll(obedient.Started, deaf.Started);
        var stop = pool.StopAsync();
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.All(await Task.WhenAll(tasks), static outcome => Assert.Equal(ExecutorFailureCodes.Stopped, outcome.Failure!.Code));
        await deaf.Interrupted;
        while (pool.Snapshot().Stopping != 1)
        {
            await Task.Yield();
        }

        Assert.False(stop.IsCompleted);
        await AdvanceUntilAsync(stop);
        Assert.Equal(new ExecutorStopReport(3, 1), await stop);
        Assert.False(never.HasRun);
        Check(pool, submitted: 3, cancelled: 3, stopping: 1);
    }

    [Fact]
    public async Task Counts_add_up_through_a_storm_of_tasks_failures_and_cancellations()
    {
        var random = new Random(11);
        var pool = Pool(lanes: 3, maxPending: 8, maxWaiters: 20);
        var sources = new List<CancellationTokenSource>();
        var tasks = new List<Task<ExecutorOutcome<int>>>();
        for (var n = 0; n < 2000; n++)
        {
            var source = new CancellationTokenSource();
            sources.Add(source);
            var fails = random.Next(5) == 0;
            tasks.Add(pool.RunAsync(_ => fails ? throw new FormatException() : 1, random.Next(3) == 0 ? $"key-{random.Next(5)}" : null, source.Token).AsTask());
            if (random.Next(3) == 0)
            {
                await sources[random.Next(sources.Count)].CancelAsync();
            }

            var seen = pool.Snapshot();
            Assert.Equal(seen.Submitted, seen.Completed + seen.Failed + seen.Cancelled + seen.Pending);
            Assert.InRange(seen.Pending, 0, 8);
        }

        var outcomes = (await Task.WhenAll(tasks)).CountBy(static outcome => outcome.Status).ToDictionary();
        await pool.StopAsync();
        var end = pool.Snapshot();
        Assert.Equal(0, end.Pending + end.Waiting + end.Stopping);
        Assert.Equal(outcomes[ExecutorStatus.Completed], end.Completed);
        Assert.Equal(outcomes[ExecutorStatus.Failed], end.Failed);
        Assert.Equal(outcomes.GetValueOrDefault(ExecutorStatus.Rejected), end.Rejected);
        sources.ForEach(static source => source.Dispose());
    }

    private protected ExecutorPool Pool(
        int lanes,
        int maxPending = 100,
        ExecutorOverflow overflow = ExecutorOverflow.Wait,
        TimeSpan? overflowTimeout = null,
        int maxWaiters = 1000) => new(
            new ExecutorPoolSettings(
                "test", Kind, lanes, maxPending, overflow, overflowTimeout ?? TimeSpan.FromSeconds(30), maxWaiters, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(2)),
            _clock,
            new ExecutorInstruments(_services.GetRequiredService<IMeterFactory>()));

    private static int Add(List<int> order, int n)
    {
        lock (order)
        {
            order.Add(n);
        }

        return n;
    }

    private static void Check(
        IExecutorPool pool, long submitted = 0, long completed = 0, long failed = 0, long cancelled = 0, long rejected = 0, int stopping = 0)
    {
        var seen = pool.Snapshot();
        Assert.Equal(
            (submitted, completed, failed, cancelled, rejected, 0, stopping, 0),
            (seen.Submitted, seen.Completed, seen.Failed, seen.Cancelled, seen.Rejected, seen.Pending, seen.Stopping, seen.Waiting));
    }

    private HeldWork Hold()
    {
        var work = new HeldWork();
        _held.Add(work);
        return work;
    }

    // The stop arms its next timer on another thread, so the clock is moved until it has.
    private async Task AdvanceUntilAsync(Task task)
    {
        while (!task.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }
}
