using System.Collections.Concurrent;
using System.Text.Json;
using Granary.Abstractions.Executors;
using Granary.TestKit;

namespace Granary.Executors.Tests;

/// <summary>What every kind of pool does; each kind inherits it, and what differs is what its capabilities declare.</summary>
public abstract class ExecutorPoolSuite : IAsyncDisposable
{
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _folder = new();
    private readonly List<HeldTask> _held = [];
    private PoolHost? _host;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected abstract ExecutorKind Kind { get; }

    /// <summary>Settings below the pool's section.</summary>
    protected abstract IEnumerable<(string Key, string Value)> KindSettings { get; }

    private protected PoolHost Host => _host!;

    protected string Folder => _folder.Path;

    public async ValueTask DisposeAsync()
    {
        _held.ForEach(static task => task.Dispose());
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Value_comes_back()
    {
        var pool = await PoolAsync(lanes: 1);
        Assert.Equal(Kind, pool.Kind);
        var outcome = await pool.RunAsync(new ExecutorCall(Handler("echo")), ExecutorPayload.Json("""[1,"größe",null]"""u8.ToArray()), Token);
        Assert.Equal((ExecutorStatus.Completed, """[1,"größe",null]"""), (outcome.Status, outcome.Value.ToJsonElement().GetRawText().Replace("\\u00f6", "ö", StringComparison.Ordinal).Replace("\\u00df", "ß", StringComparison.Ordinal).Replace(", ", ",", StringComparison.Ordinal)));
        var bytes = await pool.RunAsync(new ExecutorCall(Handler("echo")), ExecutorPayload.Bytes(new byte[] { 0, 255, 10 }), Token);
        Assert.Equal((false, "00FF0A"), (bytes.Value.IsJson, Convert.ToHexString(bytes.Value.Data.Span)));
        Assert.Equal(5, (await Run(pool, "add", new { a = 2, b = 3 })).Value.GetInt32());
        Assert.Equal("later", (await Run(pool, "echo-later", "later")).Value.GetString());
        Check(pool, submitted: 4, completed: 4);
    }

    [Fact]
    public async Task Handler_that_throws_costs_its_own_task_only()
    {
        var pool = await PoolAsync(lanes: 1);
        var failed = await Run(pool, "fail", null);
        Assert.Equal((ExecutorStatus.Failed, TaskFailureCodes.Failed, "bad"), (failed.Status, failed.Failure!.Code, failed.Failure.RemoteMessage));
        Assert.Matches("fail|TestModule", failed.Failure.RemoteStack);
        Assert.Contains("Error", failed.Failure.RemoteType!.Replace("Exception", "Error", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("'test'", failed.Failure.Message, StringComparison.Ordinal);
        Assert.Equal("x", (await Run(pool, "echo", "x")).Value.GetString());
        Check(pool, submitted: 2, completed: 1, failed: 1);
    }

    [Fact]
    public async Task Handler_that_is_not_there_fails_naming_those_that_are()
    {
        var pool = await PoolAsync(lanes: 1);
        var failed = await Run(pool, "nobody", null);
        Assert.Equal((ExecutorStatus.Failed, TaskFailureCodes.UnknownHandler), (failed.Status, failed.Failure!.Code));
        Assert.Contains(Handler("echo"), failed.Failure.Message, StringComparison.Ordinal);
        Assert.Contains(Handler("echo"), pool.Handlers!.Value.Select(static handler => handler.Name));
        Check(pool, submitted: 1, failed: 1);
    }

    [Fact]
    public async Task Argument_that_does_not_fit_fails_its_task()
    {
        var pool = await PoolAsync(lanes: 1);
        var failed = await Run(pool, "add", new { a = "x" });
        Assert.Contains(failed.Failure!.Code, new[] { TaskFailureCodes.ArgumentNotSerializable });
        Assert.Equal(5, (await Run(pool, "add", new { a = 2, b = 3 })).Value.GetInt32());
        Check(pool, submitted: 2, completed: 1, failed: 1);
    }

    [Fact]
    public async Task Argument_that_cannot_be_written_is_named_and_no_worker_sees_it()
    {
        var pool = await PoolAsync(lanes: 1);
        Assert.SkipUnless(pool.Capabilities.ChecksSerialization, "This kind declares that it does not check.");
        var failed = await Run(pool, "echo", new { Body = (Stream)new MemoryStream() });
        Assert.Equal((ExecutorStatus.Failed, TaskFailureCodes.ArgumentNotSerializable), (failed.Status, failed.Failure!.Code));
        Assert.Contains("'body' is a Stream", failed.Failure.Message, StringComparison.Ordinal);
        Check(pool, submitted: 1, failed: 1);
        Assert.Equal("x", (await Run(pool, "echo", "x")).Value.GetString());
    }

    [Fact]
    public async Task Result_that_cannot_be_written_fails_its_task_naming_the_type()
    {
        var pool = await PoolAsync(lanes: 1);
        var failed = await Run(pool, "unsendable", null);
        Assert.Equal((ExecutorStatus.Failed, TaskFailureCodes.ResultNotSerializable), (failed.Status, failed.Failure!.Code));
        Assert.Matches("object|MemoryStream", failed.Failure.Message);
        Assert.Equal("x", (await Run(pool, "echo", "x")).Value.GetString());
        Check(pool, submitted: 2, completed: 1, failed: 1);
    }

    [Fact]
    public async Task Payloads_above_the_limit_are_refused_naming_it()
    {
        var pool = await PoolAsync(lanes: 1, ("MaxPayload", "100000"));
        Assert.SkipUnless(pool.Capabilities.ChecksSerialization, "This kind declares that it does not check.");
        var argument = await pool.RunAsync(new ExecutorCall(Handler("echo")), ExecutorPayload.Bytes(new byte[100_001]), Token);
        Assert.Equal(TaskFailureCodes.PayloadTooLarge, argument.Failure!.Code);
        Assert.Contains("MaxPayload 100000", argument.Failure.Message, StringComparison.Ordinal);
        var written = await Run(pool, "echo", new string('x', 1_000_000));
        Assert.Equal(TaskFailureCodes.PayloadTooLarge, written.Failure!.Code);
        var result = await Run(pool, "long", Python ? new { length = 100_001 } : 100_001);
        Assert.Equal(TaskFailureCodes.PayloadTooLarge, result.Failure!.Code);
        Assert.Contains("MaxPayload 100000", result.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(99_000, (await Run(pool, "echo", new string('x', 99_000))).Value.GetString()!.Length);
        var fits = await pool.RunAsync(new ExecutorCall(Handler("echo")), ExecutorPayload.Bytes(new byte[100_000]), Token);
        Assert.Equal(100_000, fits.Value.Data.Length);
        Check(pool, submitted: 5, completed: 2, failed: 3);
    }

    [Fact]
    public async Task Payloads_of_many_frames_cross_whole_and_interleaved()
    {
        var pool = await PoolAsync(lanes: 2);
        var tasks = Enumerable.Range(0, 4).Select(async seed =>
        {
            var bytes = new byte[5_000_000 + seed];
            new Random(seed).NextBytes(bytes);
            var outcome = await pool.RunAsync(new ExecutorCall(Handler("echo")), ExecutorPayload.Bytes(bytes), Token);
            Assert.True(bytes.AsSpan().SequenceEqual(outcome.Value.Data.Span));
        });
        await Task.WhenAll(tasks);
        Check(pool, submitted: 4, completed: 4);
    }

    [Fact]
    public async Task Handler_knows_its_call()
    {
        var pool = await PoolAsync(lanes: 1);
        var call = new ExecutorCall(Handler("context")) { Attempt = 3, Tenant = "acme", TimeLeft = Patience };
        var seen = (await pool.RunAsync<object?, JsonElement>(call, null, Token)).Value;
        Assert.Equal((3, "acme", true, "test"), (
            seen.GetProperty("attempt").GetInt32(), seen.GetProperty("tenant").GetString(), seen.GetProperty("hasTimeLeft").GetBoolean(), seen.GetProperty("pool").GetString()));
    }

    [Fact]
    public async Task Progress_arrives_and_the_latest_wins()
    {
        var pool = await PoolAsync(lanes: 1);
        var seen = new ConcurrentQueue<ExecutorProgress>();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var call = new ExecutorCall(Handler("progress")) { Progress = seen.Enqueue, Started = () => started.TrySetResult() };
        Assert.Equal(3, (await pool.RunAsync<object?, int>(call, null, Token)).Value);
        await started.Task.WaitAsync(Patience, Token);
        Assert.InRange(seen.Count, 0, 2);
        Assert.All(seen, static report => Assert.InRange(report.Percent!.Value, 10, 30));
    }

    [Fact]
    public async Task As_many_tasks_run_at_once_as_there_are_lanes()
    {
        var pool = await PoolAsync(lanes: 2);
        var held = new[] { Hold(), Hold(), Hold() };
        var tasks = held.Select(task => RunHeld(pool, task)).ToList();
        await Task.WhenAll(held[0].Started, held[1].Started).WaitAsync(Patience, Token);
        Assert.Equal((2, 1), (pool.Snapshot().Running, pool.Snapshot().Queued));
        Assert.False(held[2].HasRun);
        held[0].LetGo();
        await held[2].Started.WaitAsync(Patience, Token);
        held[1].LetGo();
        held[2].LetGo();
        Assert.All(await Task.WhenAll(tasks), static outcome => Assert.Equal(7, outcome.Value));
        Check(pool, submitted: 3, completed: 3);
    }

    [Fact]
    public async Task Overflow_wait_keeps_callers_outside_and_lets_them_in()
    {
        var pool = await PoolAsync(lanes: 1, ("MaxPending", "2"));
        var held = Hold();
        var first = RunHeld(pool, held);
        var tasks = Enumerable.Range(1, 4).Select(n => Run(pool, "echo", n)).ToList();
        await held.Started.WaitAsync(Patience, Token);
        var snapshot = pool.Snapshot();
        Assert.Equal((2, 3, 2L), (snapshot.Pending, snapshot.Waiting, snapshot.Submitted));
        held.LetGo();
        await first;
        Assert.Equal([1, 2, 3, 4], (await Task.WhenAll(tasks)).Select(static outcome => outcome.Value.GetInt32()));
        Check(pool, submitted: 5, completed: 5);
    }

    [Fact]
    public async Task Overflow_fail_refuses_at_once_and_names_pool_and_limit()
    {
        var pool = await PoolAsync(lanes: 2, ("MaxPending", "2"), ("Overflow", "fail"));
        var held = new[] { Hold(), Hold() };
        var tasks = held.Select(task => RunHeld(pool, task)).ToList();
        var refused = await Run(pool, "echo", 1);
        Assert.Equal((ExecutorStatus.Rejected, TaskFailureCodes.Overloaded), (refused.Status, refused.Failure!.Code));
        Assert.Equal("The executor pool 'test' is full (MaxPending 2, Overflow fail).", refused.Failure.Message);
        Assert.NotNull(refused.Failure.RetryAfter);
        var snapshot = pool.Snapshot();
        Assert.Equal((1L, 2L, 2), (snapshot.Rejected, snapshot.Submitted, snapshot.Pending));
        Array.ForEach(held, static task => task.LetGo());
        await Task.WhenAll(tasks);
    }

    [Fact]
    public async Task Overflow_timed_refuses_a_waiter_when_its_time_is_over()
    {
        var pool = await PoolAsync(lanes: 1, ("MaxPending", "1"), ("Overflow", "timed"), ("OverflowTimeout", "00:00:00.05"));
        var held = Hold();
        var running = RunHeld(pool, held);
        Assert.Equal(ExecutorStatus.Rejected, (await Run(pool, "echo", 1)).Status);
        held.LetGo();
        await running;
        Check(pool, submitted: 1, completed: 1, rejected: 1);
    }

    [Fact]
    public async Task Waiting_room_has_a_bound()
    {
        var pool = await PoolAsync(lanes: 1, ("MaxPending", "1"), ("MaxWaiters", "1"));
        var held = Hold();
        var running = RunHeld(pool, held);
        var waiting = Run(pool, "echo", 1);
        Assert.Equal(ExecutorStatus.Rejected, (await Run(pool, "echo", 1)).Status);
        held.LetGo();
        await Task.WhenAll(running, waiting);
        Check(pool, submitted: 2, completed: 2, rejected: 1);
    }

    [Fact]
    public async Task Cancelled_before_while_waiting_and_while_queued_never_runs()
    {
        var pool = await PoolAsync(lanes: 1, ("MaxPending", "2"));
        Assert.Equal(ExecutorStatus.Cancelled, (await Run(pool, "echo", 1, new CancellationToken(canceled: true))).Status);
        var held = Hold();
        var running = RunHeld(pool, held);
        await held.Started.WaitAsync(Patience, Token);
        using var source = new CancellationTokenSource();
        var never = Hold();
        var queued = RunHeld(pool, never, cancellation: source.Token);
        var waiting = Run(pool, "echo", 1, source.Token);
        var after = Run(pool, "echo", 2);
        await source.CancelAsync();
        Assert.Equal((ExecutorStatus.Cancelled, ExecutorStatus.Cancelled), ((await queued).Status, (await waiting).Status));
        held.LetGo();
        await running;
        Assert.Equal(2, (await after).Value.GetInt32());
        Assert.False(never.HasRun);
        Check(pool, submitted: 3, completed: 2, cancelled: 1);
    }

    [Fact]
    public async Task Cancelled_while_running_releases_the_caller_and_asks_the_handler_to_stop()
    {
        var pool = await PoolAsync(lanes: 1, ("Grace", "00:05:00"));
        var held = Hold();
        using var source = new CancellationTokenSource();
        var running = RunHeld(pool, held, obedient: true, source.Token);
        await held.Started.WaitAsync(Patience, Token);
        await source.CancelAsync();
        Assert.Equal((ExecutorStatus.Cancelled, TaskFailureCodes.Cancelled), ((await running).Status, (await running).Failure!.Code));
        await held.Interrupted.WaitAsync(Patience, Token);
        Assert.Equal(1, (await Run(pool, "echo", 1)).Value.GetInt32());
        Check(pool, submitted: 2, completed: 1, cancelled: 1);
    }

    [Fact]
    public async Task Handler_that_ignores_its_cancellation_keeps_its_lane_until_the_grace_is_over()
    {
        var pool = await PoolAsync(lanes: 1, ("Grace", "00:00:00.2"));
        var held = Hold();
        using var source = new CancellationTokenSource();
        var running = RunHeld(pool, held, cancellation: source.Token);
        await held.Started.WaitAsync(Patience, Token);
        await source.CancelAsync();
        Assert.Equal(ExecutorStatus.Cancelled, (await running).Status);
        Assert.Equal((0, 1L), (pool.Snapshot().Pending, pool.Snapshot().Cancelled));
        var next = Run(pool, "echo", 2);
        if (!pool.Capabilities.EndsIgnoredCancellation)
        {
            await held.Interrupted.WaitAsync(Patience, Token);
            Assert.Equal((1, 1), (pool.Snapshot().Queued, pool.Snapshot().Stopping));
            held.LetGo();
        }

        // Otherwise nobody lets it go, and the lane comes back all the same.
        Assert.Equal(2, (await next.WaitAsync(Patience, Token)).Value.GetInt32());
        if (pool.Capabilities.KillsHandlers)
        {
            await held.Ended.WaitAsync(Patience, Token);
        }

        Check(pool, submitted: 2, completed: 1, cancelled: 1);
    }

    [Fact]
    public async Task Task_that_runs_too_long_fails_with_its_time_out()
    {
        var pool = await PoolAsync(lanes: 1, ("TaskTimeout", "00:00:00.1"), ("Grace", "00:05:00"));
        var held = Hold();
        var outcome = await RunHeld(pool, held, obedient: true);
        Assert.Equal((ExecutorStatus.Failed, TaskFailureCodes.TimedOut), (outcome.Status, outcome.Failure!.Code));

        // The handler obeys, or was stopped before it began: the lane comes back long before the grace is over.
        await Eventually.TrueAsync(() => pool.Snapshot().Stopping == 0);
        Assert.Equal(0, pool.Snapshot().Restarts);
        Check(pool, submitted: 1, failed: 1);
    }

    [Fact]
    public async Task Tasks_of_one_key_run_one_after_the_other_in_order_while_other_lanes_are_free()
    {
        var pool = await PoolAsync(lanes: 2);
        var first = Hold();
        var held = RunHeld(pool, first, affinity: "user-42");
        var order = new ConcurrentQueue<int>();
        var tasks = Enumerable.Range(1, 8).Select(async n =>
        {
            var call = new ExecutorCall(Handler("echo")) { Affinity = "user-42", Started = () => order.Enqueue(n) };
            return (await pool.RunAsync<int, int>(call, n, Token)).Value;
        }).ToList();
        await first.Started.WaitAsync(Patience, Token);
        Assert.Equal((1, 8), (pool.Snapshot().Running, pool.Snapshot().Queued));
        Assert.Equal(1, (await Run(pool, "echo", 1)).Value.GetInt32());
        first.LetGo();
        await held;
        Assert.Equal(Enumerable.Range(1, 8), await Task.WhenAll(tasks));
        Check(pool, submitted: 10, completed: 10);
    }

    [Fact]
    public async Task Paused_lane_finishes_its_task_and_starts_nothing_until_it_is_resumed()
    {
        var pool = await PoolAsync(lanes: 1);
        var held = Hold();
        var running = RunHeld(pool, held);
        await held.Started.WaitAsync(Patience, Token);
        pool.PauseLane(0, "because");
        held.LetGo();
        Assert.Equal(7, (await running).Value);
        var next = Run(pool, "echo", 1);
        Assert.Equal((1, "because"), (pool.Snapshot().Queued, pool.Snapshot().SpecialLanes.Single().PausedFor));
        pool.ResumeLane(0);
        Assert.Equal(1, (await next).Value.GetInt32());
        Assert.Throws<ArgumentOutOfRangeException>(() => pool.PauseLane(1, "none"));
    }

    [Fact]
    public async Task Options_that_may_change_change_and_the_others_need_a_restart()
    {
        var pool = await PoolAsync(lanes: 1, ("MaxPending", "1"), ("Overflow", "fail"));
        var held = Hold();
        var running = RunHeld(pool, held);
        Assert.Equal(ExecutorStatus.Rejected, (await Run(pool, "echo", 1)).Status);
        var options = Host.Pools.OptionsOf("test");
        Assert.Equal(["LanesPerWorker", "MaxWorkers"], pool.Change(options with { MaxPending = 5, MaxWorkers = 7, LanesPerWorker = 3 }));
        Assert.Empty(pool.Change(options with { MaxPending = 2 }));
        var second = Run(pool, "echo", 1);
        Assert.Equal(2, pool.Snapshot().Pending);
        held.LetGo();
        Assert.Equal((7, 1), ((await running).Value, (await second).Value.GetInt32()));
        Assert.Throws<ArgumentException>(() => pool.Change(options with { MaxPending = 0 }));
    }

    [Fact]
    public async Task Stop_refuses_new_ones_and_lets_those_with_a_place_finish()
    {
        var pool = await PoolAsync(lanes: 1, ("MaxPending", "2"));
        var held = Hold();
        var running = RunHeld(pool, held);
        var queued = Run(pool, "echo", 2);
        var waiting = Run(pool, "echo", 3);
        await held.Started.WaitAsync(Patience, Token);
        var stop = ((Granary.Executors.Pools.ExecutorPool)pool).StopAsync();
        Assert.Equal(TaskFailureCodes.Stopped, (await waiting).Failure!.Code);
        Assert.Equal(TaskFailureCodes.Stopped, (await Run(pool, "echo", 4)).Failure!.Code);
        Assert.False(stop.IsCompleted);
        held.LetGo();
        Assert.Equal(7, (await running).Value);
        Assert.Equal(2, (await queued).Value.GetInt32());
        Assert.Equal(new ExecutorStopReport(0, 0), await stop.WaitAsync(Patience, Token));
        Assert.Equal(ExecutorPoolState.Stopped, pool.Snapshot().State);
        Check(pool, submitted: 2, completed: 2, rejected: 2);
    }

    [Fact]
    public async Task Stop_gives_up_what_does_not_finish_in_time()
    {
        var pool = await PoolAsync(lanes: 1, ("StopTimeout", "00:00:00.05"), ("Grace", "00:00:30"));
        var held = Hold();
        var running = RunHeld(pool, held, obedient: true);
        var queued = Run(pool, "echo", 2);
        await held.Started.WaitAsync(Patience, Token);
        var report = await ((Granary.Executors.Pools.ExecutorPool)pool).StopAsync().WaitAsync(Patience, Token);
        Assert.Equal(new ExecutorStopReport(2, 0), report);
        Assert.Equal((ExecutorStatus.Cancelled, TaskFailureCodes.Stopped), ((await running).Status, (await queued).Failure!.Code));
        Check(pool, submitted: 2, cancelled: 2);
    }

    protected bool Python => KindSettings.Any(static setting => setting.Value == "python");

    /// <summary>The name of a handler in this kind.</summary>
    protected string Handler(string name) => !Python ? name : "test_tasks:" + (name == "print" ? "print_" : name.Replace('-', '_'));

    /// <summary>A started pool named test with so many workers of one lane each.</summary>
    protected async Task<IExecutorPool> PoolAsync(int lanes, params (string Key, string Value)[] settings)
    {
        var all = KindSettings.Append(("MaxWorkers", $"{lanes}")).Concat(settings).Select(static setting => ("Pools:test:" + setting.Item1, setting.Item2));
        _host = await PoolHost.StartAsync([.. all]);
        var pool = _host.Pools.Get("test");
        await pool.WhenReadyAsync(Token).WaitAsync(Patience, Token);
        return pool;
    }

    protected Task<ExecutorOutcome<JsonElement>> Run(IExecutorPool pool, string handler, object? argument, CancellationToken? cancellation = null) =>
        pool.RunAsync<object?, JsonElement>(new ExecutorCall(Handler(handler)), argument, cancellation ?? Token).AsTask();

    private protected HeldTask Hold()
    {
        var held = new HeldTask(_folder.Path);
        _held.Add(held);
        return held;
    }

    private protected Task<ExecutorOutcome<int>> RunHeld(
        IExecutorPool pool, HeldTask held, bool obedient = false, CancellationToken? cancellation = null, string? affinity = null) =>
        pool.RunAsync<object, int>(
            new ExecutorCall(Handler("hold")) { Affinity = affinity },
            new { path = held.Path, obedient },
            cancellation ?? Token).AsTask();

    protected static void Check(IExecutorPool pool, long submitted = 0, long completed = 0, long failed = 0, long cancelled = 0, long rejected = 0)
    {
        var seen = pool.Snapshot();
        Assert.Equal(
            (submitted, completed, failed, cancelled, rejected, 0),
            (seen.Submitted, seen.Completed, seen.Failed, seen.Cancelled, seen.Rejected, seen.Pending));
    }
}
