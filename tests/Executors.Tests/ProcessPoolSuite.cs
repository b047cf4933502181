using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Granary.Abstractions.Executors;
using Granary.TestKit.Processes;

namespace Granary.Executors.Tests;

/// <summary>What pools of worker processes do beyond what all do.</summary>
public abstract class ProcessPoolSuite : ExecutorPoolSuite
{
    protected override ExecutorKind Kind => ExecutorKind.Process;

    protected abstract IEnumerable<(string Key, string Value)> Initializer(string name, string path);

    [Fact]
    public async Task Worker_that_dies_costs_its_tasks_and_is_replaced()
    {
        var pool = await PoolAsync(lanes: 1);
        await Run(pool, "echo", 1);
        var lost = await Run(pool, "exit", Argument("code", 3));
        Assert.Equal((ExecutorStatus.Failed, TaskFailureCodes.WorkerLost), (lost.Status, lost.Failure!.Code));
        Assert.Contains("exited with code 3", lost.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, (await Run(pool, "echo", 2)).Value.GetInt32());
        Check(pool, submitted: 3, completed: 2, failed: 1);
        Assert.Equal(1, pool.Snapshot().Restarts);
    }

    [Fact]
    public async Task Idempotent_task_of_a_lost_worker_runs_once_more()
    {
        var pool = await PoolAsync(lanes: 1);
        await Run(pool, "echo", 1);
        var path = Path.Combine(Folder, "once");
        var outcome = await Run(pool, "exit-first-time", Argument("path", path));
        Assert.Equal((ExecutorStatus.Completed, 2), (outcome.Status, outcome.Value.GetInt32()));
        Assert.Equal(2, new FileInfo(path).Length);
        Check(pool, submitted: 2, completed: 2);
    }

    [Fact]
    public async Task Other_lanes_of_a_worker_that_must_be_killed_may_finish()
    {
        var pool = await PoolAsync(lanes: 1, ("LanesPerWorker", "2"), ("Grace", "00:00:00.05"), ("LaneDrain", "00:05:00"));
        var (ignoring, other) = (Hold(), Hold());
        using var source = new CancellationTokenSource();
        var given = RunHeld(pool, ignoring, cancellation: source.Token);
        var kept = RunHeld(pool, other);
        await Task.WhenAll(ignoring.Started, other.Started).WaitAsync(Patience, Token);
        var worker = pool.Snapshot().Workers.Single().ProcessId;
        await source.CancelAsync();
        Assert.Equal(ExecutorStatus.Cancelled, (await given).Status);
        await Eventually.TrueAsync(() => pool.Snapshot().Workers.Any(static worker => worker.State == ExecutorWorkerState.Draining));
        other.LetGo();
        Assert.Equal(7, (await kept).Value);
        await ignoring.Ended.WaitAsync(Patience, Token);
        Assert.NotEqual(worker, (await Run(pool, "pid", null)).Value.GetInt32());
    }

    [Fact]
    public async Task Preload_runs_once_per_worker_for_many_tasks()
    {
        var path = Path.Combine(Folder, "loads");
        var pool = await PoolAsync(lanes: 2, [.. Initializer("load", path), ("MaxPending", "1000")]);
        await Eventually.TrueAsync(() => pool.Snapshot().Workers.Count(static worker => worker.State == ExecutorWorkerState.Ready) == 2);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => Run(pool, "preloaded", null)));
        Assert.All(outcomes, static outcome => Assert.Equal(42, outcome.Value.GetProperty("number").GetInt32()));
        Assert.Equal(2, (await File.ReadAllLinesAsync(path, Token)).Length);
        Check(pool, submitted: 1000, completed: 1000);
    }

    [Fact]
    public async Task Failing_initializer_shows_its_error_and_the_pool_recovers_by_itself()
    {
        var path = Path.Combine(Folder, "tries");
        var settings = KindSettings.Concat(Initializer("load-third-time", path)).Append(("MaxWorkers", "1"));
        await using var host = await PoolHost.StartAsync([.. settings.Select(static setting => ("Pools:test:" + setting.Item1, setting.Item2))]);
        var pool = host.Pools.Get("test");
        await Eventually.TrueAsync(() => pool.Snapshot().State == ExecutorPoolState.Unhealthy);
        var refused = await pool.RunAsync(new ExecutorCall(Handler("echo")), ExecutorPayload.Null, Token);
        Assert.Equal(TaskFailureCodes.Unhealthy, refused.Failure!.Code);
        Assert.Contains("the model is not there yet", refused.Failure.Message, StringComparison.Ordinal);
        Assert.Contains("the model is not there yet", pool.Snapshot().LastStartError, StringComparison.Ordinal);
        Assert.NotNull(refused.Failure.RetryAfter);
        await pool.WhenReadyAsync(Token).WaitAsync(Patience, Token);
        Assert.Equal(1, (await Run(pool, "echo", 1)).Value.GetInt32());
        Assert.Equal(3, new FileInfo(path).Length);
    }

    [Fact]
    public async Task Workers_are_recycled_after_their_tasks_and_none_is_lost()
    {
        var pool = await PoolAsync(lanes: 1, ("RecycleAfterTasks", "5"));
        var processes = new List<int>();
        for (var count = 0; count < 16; count++)
        {
            processes.Add((await Run(pool, "pid", null)).Value.GetInt32());
        }

        Assert.Equal([5, 5, 5, 1], processes.GroupBy(static process => process).Select(static group => group.Count()));
        Check(pool, submitted: 16, completed: 16);
    }

    [Fact]
    public async Task Worker_above_its_memory_is_replaced_without_losing_a_task()
    {
        var pool = await PoolAsync(lanes: 1, ("RecycleAboveMemory", "200000000"));
        var before = (await Run(pool, "pid", null)).Value.GetInt32();
        Assert.Equal(300_000_000, (await Run(pool, "spend", Argument("size", 300_000_000))).Value.GetInt32());
        await Eventually.TrueAsync(() => pool.Snapshot().Restarts == 1);
        Assert.NotEqual(before, (await Run(pool, "pid", null)).Value.GetInt32());
        Check(pool, submitted: 3, completed: 3);
    }

    [Fact]
    public async Task Reload_replaces_every_worker_new_before_old()
    {
        var pool = await PoolAsync(lanes: 2);
        await Eventually.TrueAsync(() => pool.Snapshot().Workers.Count(static worker => worker.State == ExecutorWorkerState.Ready) == 2);
        var before = pool.Snapshot().Workers.Select(static worker => worker.ProcessId).ToList();
        Assert.True(await pool.ReloadAsync(Token).WaitAsync(Patience, Token));
        await Eventually.TrueAsync(() => pool.Snapshot().Workers.Length == 2);
        Assert.Empty(pool.Snapshot().Workers.Select(static worker => worker.ProcessId).Intersect(before));
        Assert.Equal(1, (await Run(pool, "echo", 1)).Value.GetInt32());
    }

    [Fact]
    public async Task Change_of_a_preloaded_file_replaces_the_workers()
    {
        var file = Path.Combine(Folder, "model");
        await File.WriteAllTextAsync(file, "one", Token);
        var pool = await PoolAsync(lanes: 1, ("PreloadFiles:0", file), ("Heartbeat", "00:00:00.1"), ("HeartbeatTimeout", "00:01:00"));
        var before = (await Run(pool, "pid", null)).Value.GetInt32();
        await File.WriteAllTextAsync(file, "other", Token);
        await Eventually.TrueAsync(() => pool.Snapshot().Restarts == 1);
        Assert.NotEqual(before, (await Run(pool, "pid", null)).Value.GetInt32());
    }

    [Fact]
    public async Task Worker_that_does_not_answer_is_replaced()
    {
        var pool = await PoolAsync(lanes: 1, ("Heartbeat", "00:00:00.1"), ("HeartbeatTimeout", "00:00:02"));
        var process = (await Run(pool, "pid", null)).Value.GetInt32();
        await Signal.SendAsync("STOP", process);
        await Eventually.TrueAsync(() => pool.Snapshot().Restarts == 1);
        Assert.NotEqual(process, (await Run(pool, "pid", null)).Value.GetInt32());
    }

    [Fact]
    public async Task Signals_to_the_whole_group_leave_the_worker_to_its_host()
    {
        var pool = await PoolAsync(lanes: 1);
        var process = (await Run(pool, "pid", null)).Value.GetInt32();
        foreach (var signal in new[] { "INT", "TERM", "HUP" })
        {
            await Signal.SendAsync(signal, process);
        }

        Assert.Equal(process, (await Run(pool, "pid", null)).Value.GetInt32());
    }

    [Fact]
    public async Task Worker_inherits_little_and_works_in_a_folder_of_its_own()
    {
        Environment.SetEnvironmentVariable("GRANARY_TEST_SECRET", "hidden");
        var pool = await PoolAsync(lanes: 1, ("Environment:GRANARY_TEST_GIVEN", "given"));
        Assert.Equal(JsonValueKind.Null, (await Run(pool, "variable", Argument("name", "GRANARY_TEST_SECRET"))).Value.ValueKind);
        Assert.Equal(JsonValueKind.Null, (await Run(pool, "variable", Argument("name", "GRANARY_WORKER_TOKEN"))).Value.ValueKind);
        Assert.Equal("given", (await Run(pool, "variable", Argument("name", "GRANARY_TEST_GIVEN"))).Value.GetString());
        var folder = (await Run(pool, "folder", null)).Value.GetString()!;
        Assert.StartsWith(Host.RunFolder, folder, StringComparison.Ordinal);
        await ((Granary.Executors.Pools.ExecutorPool)pool).StopAsync();
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public async Task Handler_that_prints_without_end_harms_nothing()
    {
        var pool = await PoolAsync(lanes: 1);
        var printing = Run(pool, "print", Argument("megabytes", 100));
        Assert.Equal(100, (await printing.WaitAsync(Patience, Token)).Value.GetInt32());
        Assert.Equal(1, (await Run(pool, "echo", 1)).Value.GetInt32());
        Assert.Contains(Host.Said.Lines, static line => line.Contains("yyy", StringComparison.Ordinal));
        Assert.InRange(Host.Said.Lines.Count, 1, 20_000);
        Check(pool, submitted: 2, completed: 2);
    }

    [Fact]
    public async Task Workers_killed_at_random_cost_their_own_tasks_only()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("GRANARY_KILL_TASKS") ?? "200", CultureInfo.InvariantCulture);
        var random = new Random(5);
        var pool = await PoolAsync(lanes: 3, ("MaxPending", "64"), ("MaxWaiters", "100000"), ("WhenUnhealthy", "wait"));
        var ended = 0;
        var outcomes = new List<ExecutorOutcome<JsonElement>>();
        var tasks = Enumerable.Range(0, count).Select(async n =>
        {
            // Half of them may be repeated, half may not.
            var outcome = n % 2 == 0 ? await Run(pool, "echo", n) : await Run(pool, "add", new { a = n, b = 0 });
            Interlocked.Increment(ref ended);
            lock (outcomes)
            {
                outcomes.Add(outcome);
            }

            return (n, outcome);
        }).ToList();
        var kills = 0;
        while (Volatile.Read(ref ended) < count)
        {
            var seen = pool.Snapshot();
            Assert.Equal(seen.Submitted, seen.Completed + seen.Failed + seen.Cancelled + seen.Pending);
            Assert.InRange(seen.Pending, 0, 64);
            var alive = seen.Workers.Where(static worker => worker.State == ExecutorWorkerState.Ready && worker.Tasks > 0).ToList();
            if (alive.Count > 0 && kills < count / 40 && Volatile.Read(ref ended) > kills * 40)
            {
                kills++;
                await Signal.SendAsync("KILL", alive[random.Next(alive.Count)].ProcessId!.Value);
            }

            await Task.Yield();
        }

        foreach (var (n, outcome) in await Task.WhenAll(tasks))
        {
            Assert.True(outcome.IsCompleted ? outcome.Value.GetInt32() == n : outcome.Failure.Code == TaskFailureCodes.WorkerLost, $"{n}: {outcome}");
        }

        var end = pool.Snapshot();
        Assert.Equal((count, count), ((int)end.Submitted, (int)(end.Completed + end.Failed)));
        Assert.Equal(outcomes.Count(static outcome => outcome.IsCompleted), end.Completed);
        Assert.InRange(kills, 1, count);
    }

    [Fact]
    public async Task Descriptors_and_folders_do_not_grow_with_replaced_workers()
    {
        // In a process of its own, where nobody else opens anything.
        await using var host = ChildProcess.Start(Environment.ProcessPath!, ["descriptors", Python ? "python" : "dotnet"]);
        var line = await host.LineAsync("^descriptors (?<before>[0-9]+) then (?<after>[0-9]+), (?<entries>[0-9]+) entries$");
        var (before, after) = (int.Parse(line.Groups["before"].ValueSpan, CultureInfo.InvariantCulture), int.Parse(line.Groups["after"].ValueSpan, CultureInfo.InvariantCulture));
        Assert.InRange(after, 0, before + 2);
        Assert.Equal("2", line.Groups["entries"].Value);
    }

    [Fact]
    public async Task No_worker_outlives_a_host_that_is_killed()
    {
        await using var host = VictimProcess.Start(Python ? "python" : "dotnet");
        var workers = await host.WorkersAsync();
        Assert.Equal(2, workers.Count);
        Assert.All(workers, static worker => Assert.True(Signal.IsAlive(worker)));
        var killed = Stopwatch.GetTimestamp();
        await host.KillAsync();
        await Eventually.TrueAsync(() => !workers.Any(Signal.IsAlive));
        TestContext.Current.SendDiagnosticMessage("The last worker was gone {0} ms after its host.", Stopwatch.GetElapsedTime(killed).TotalMilliseconds);
    }

    /// <summary>An argument that is a value in .NET and a keyword in Python.</summary>
    protected object Argument(string name, object value) => Python ? new Dictionary<string, object>(StringComparer.Ordinal) { [name] = value } : value;
}
