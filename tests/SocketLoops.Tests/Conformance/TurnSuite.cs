using System.Diagnostics;
using Granary.SocketLoops.Kernels;
using Granary.SocketLoops.Loops;

namespace Granary.SocketLoops.Tests.Conformance;

/// <summary>Posts, tasks, timers, waking and sleeping of one loop.</summary>
public abstract class TurnSuite : LoopBackendSuite
{
    /// <summary>The backend itself.</summary>
    protected abstract ILoopBackend Create();

    [Fact]
    public async Task Full_ring_says_no_at_once_and_runs_exactly_what_it_took()
    {
        SkipIfMissing();
        await using var rig = await LoopRig.StartAsync(Create());
        var ran = 0;
        var foreign = 0;
        using (var gate = await rig.BlockAsync())
        {
            // The blocking post has left its slot.
            for (var index = 0; index < 1024; index++)
            {
                Assert.Equal(PostOutcome.Accepted, rig.Loop.TryPost(Count, null));
            }

            Assert.Equal(PostOutcome.Overloaded, rig.Loop.TryPost(Count, null));
            Assert.Equal("loop_overloaded", Assert.Throws<LoopRefusedException>(() => rig.Loop.Post(Count, null)).Code);
            Assert.Equal(0, Volatile.Read(ref ran));
            Assert.Equal(2, rig.Loop.Counters.Overflows);
            gate.Set();
            await rig.OnLoopAsync(static () => { });
        }

        Assert.Equal(1024, ran);
        Assert.Equal(0, foreign);

        void Count(object? state)
        {
            ran++;
            foreign += rig.Loop.IsCurrent ? 0 : 1;
        }
    }

    [Fact]
    public async Task Post_that_waits_for_a_place_is_admitted_in_order_and_a_cancelled_one_never_runs()
    {
        SkipIfMissing();
        await using var rig = await LoopRig.StartAsync(Create(), static options => options.PostCapacity = 64);
        var order = new List<int>();
        using var cancel = new CancellationTokenSource();
        using (var gate = await rig.BlockAsync())
        {
            for (var index = 0; index < 64; index++)
            {
                rig.Loop.Post(state => order.Add((int)state!), index);
            }

            var waiting = Enumerable.Range(64, 200)
                .Select(index => rig.Loop.PostAsync(state => order.Add((int)state!), index, index == 100 ? cancel.Token : CancellationToken.None).AsTask())
                .ToList();
            Assert.All(waiting, static task => Assert.False(task.IsCompleted));

            // Who comes now does not overtake those who wait.
            Assert.Equal(PostOutcome.Overloaded, rig.Loop.TryPost(static _ => { }, null));
            await cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting[36]);
            gate.Set();
            await Task.WhenAll(waiting.Where(static task => !task.IsCanceled)).Within();
        }

        await rig.OnLoopAsync(static () => { });
        Assert.Equal(Enumerable.Range(0, 264).Where(static index => index != 100), order);
    }

    [Fact]
    public async Task Busy_loop_runs_ten_thousand_posts_once_in_each_producers_order_with_at_most_ten_wakes()
    {
        SkipIfMissing();
        await using var rig = await LoopRig.StartAsync(Create(), static options => options.PostCapacity = 16_384);
        var seen = new List<(int Producer, int Number)>();
        long wakes;
        using (var gate = await rig.BlockAsync())
        {
            wakes = rig.Loop.Counters.Wakes;
            var producers = Enumerable.Range(0, 4).Select(producer => new Thread(() =>
            {
                for (var number = 0; number < 2500; number++)
                {
                    rig.Loop.Post(state => seen.Add(((int, int))state!), (producer, number));
                }
            })).ToList();
            producers.ForEach(static thread => thread.Start());
            producers.ForEach(static thread => thread.Join());
            gate.Set();
        }

        await rig.OnLoopAsync(static () => { });
        Assert.InRange(rig.Loop.Counters.Wakes - wakes, 0, 10);
        Assert.Equal(10_000, seen.Count);
        Assert.All(seen.GroupBy(static post => post.Producer), static posts => Assert.Equal(Enumerable.Range(0, 2500), posts.Select(static post => post.Number)));
    }

    [Fact]
    public async Task Million_posts_against_going_to_sleep_are_all_run()
    {
        SkipIfMissing();
        const int producers = 2;
        const int each = 500_000;
        await using var rig = await LoopRig.StartAsync(Create());
        var ran = 0;
        var threads = Enumerable.Range(0, producers).Select(seed => new Thread(() =>
        {
            var random = new Random(seed);
            for (var sent = 0; sent < each;)
            {
                // Bursts with pauses of about the time that the loop needs to fall asleep.
                for (var burst = random.Next(1, 64); burst > 0 && sent < each; sent++, burst--)
                {
                    while (rig.Loop.TryPost(_ => ran++, null) != PostOutcome.Accepted)
                    {
                        Thread.Yield();
                    }
                }

                Thread.SpinWait(random.Next(0, 200));
            }
        })).ToList();
        threads.ForEach(static thread => thread.Start());
        threads.ForEach(static thread => thread.Join());

        // No further post: a lost wake would show as a loop that sleeps on a full ring.
        await Until.HoldsAsync(() => Volatile.Read(ref ran) == producers * each, () => $"{ran} of {producers * each} ran, ring {rig.Loop.RingDepth}");
    }

    [Fact]
    public async Task Post_from_the_loop_itself_runs_in_the_next_turn_and_cannot_be_refused()
    {
        SkipIfMissing();
        await using var rig = await LoopRig.StartAsync(Create(), static options => options.PostCapacity = 64);
        var order = new List<string>();
        await rig.OnLoopAsync(() =>
        {
            for (var index = 0; index < 5000; index++)
            {
                rig.Loop.Post(static _ => { }, null);
            }

            rig.Loop.Post(_ => order.Add("second"), null);
            order.Add("first");
        });

        // Posts of others run before the loop's own list: only the one after the next sees that it has run.
        await rig.OnLoopAsync(static () => { });
        await rig.OnLoopAsync(static () => { });
        Assert.Equal(["first", "second"], order);
    }

    [Fact]
    public async Task Callback_that_posts_itself_forever_starves_nobody()
    {
        SkipIfMissing();
        await using var rig = await LoopRig.StartAsync(Create());
        var running = true;
        rig.Loop.Post(Again, null);
        for (var index = 0; index < 100; index++)
        {
            await rig.OnLoopAsync(static () => { });
        }

        Volatile.Write(ref running, false);

        void Again(object? state)
        {
            if (Volatile.Read(ref running))
            {
                rig.Loop.Post(Again, null);
            }
        }
    }

    [Fact]
    public async Task Tasks_are_bounded_and_none_that_was_accepted_is_lost()
    {
        SkipIfMissing();
        await using var rig = await LoopRig.StartAsync(Create(), static options => options.MaxTasksPerLoop = 100);
        var ran = 0;
        using (var gate = await rig.BlockAsync())
        {
            for (var index = 0; index < 100; index++)
            {
                Assert.Equal(PostOutcome.Accepted, rig.Loop.TrySchedule(_ => ran++, null));
            }

            Assert.Equal(PostOutcome.Overloaded, rig.Loop.TrySchedule(_ => ran++, null));
            Assert.Equal(1, rig.Loop.Counters.TasksRefused);
            gate.Set();
        }

        await Until.HoldsAsync(() => Volatile.Read(ref ran) == 100, () => $"{ran} of 100 ran");
        await rig.Loop.StopAsync().Within();
        Assert.Equal(100, ran);
        Assert.Equal(PostOutcome.Stopped, rig.Loop.TrySchedule(static _ => { }, null));
    }

    [Fact]
    public async Task Stop_runs_what_was_accepted_and_refuses_what_comes_later()
    {
        SkipIfMissing();
        await using var rig = await LoopRig.StartAsync(Create(), static options => options.PostCapacity = 64);
        var ran = 0;
        Task waiting;
        Task stopped;
        using (var gate = await rig.BlockAsync())
        {
            for (var index = 0; index < 64; index++)
            {
                rig.Loop.Post(_ => ran++, null);
            }

            waiting = rig.Loop.PostAsync(_ => ran += 1000, null, CancellationToken.None).AsTask();
            stopped = rig.Loop.StopAsync();
            gate.Set();
        }

        await stopped.Within();
        var refused = waiting.ContinueWith(static task => task.Exception, TaskScheduler.Default);
        Assert.Equal(await refused.Within() is null ? 1064 : 64, ran);
        Assert.Equal(PostOutcome.Stopped, rig.Loop.TryPost(static _ => { }, null));
        Assert.Equal("loop_stopped", Assert.Throws<LoopRefusedException>(() => rig.Loop.Post(static _ => { }, null)).Code);
        Assert.Equal("loop_stopped", (await Assert.ThrowsAsync<LoopRefusedException>(() => rig.Loop.PostAsync(static _ => { }, null, Token).AsTask())).Code);
        await rig.Loop.StopAsync().Within();
    }

    [Fact]
    public async Task Idle_loop_returns_from_its_wait_only_for_its_timers()
    {
        SkipIfMissing();
        await using var rig = await LoopRig.StartAsync(Create());
        var fired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        long before = 0;
        await rig.OnLoopAsync(() =>
        {
            before = rig.Loop.Counters.Returns;
            rig.Loop.Timers.Add(TimeSpan.FromMilliseconds(300), _ => fired.SetResult(), null);
        });
        await fired.Task.Within();

        // The timer, and at most one early look when it was nearly due.
        Assert.InRange(rig.Loop.Counters.Returns - before, 1, 2);
        await Until.HoldsAsync(() => rig.Loop.IsAsleep, () => "the loop does not sleep");
        Assert.Equal(-1, rig.Loop.Timers.MillisecondsToNext());
    }

    [Fact]
    public async Task Timers_run_in_order_and_a_cancelled_one_never()
    {
        SkipIfMissing();
        await using var rig = await LoopRig.StartAsync(Create());
        var order = new List<int>();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await rig.OnLoopAsync(() =>
        {
            // From one instant, however long the thread is away between two of them.
            var now = Stopwatch.GetTimestamp();
            var millisecond = Stopwatch.Frequency / 1000;
            rig.Loop.Timers.AddAt(now + (30 * millisecond), _ => done.SetResult(), null);
            rig.Loop.Timers.AddAt(now + (20 * millisecond), state => order.Add(2), null);
            rig.Loop.Timers.AddAt(now + (10 * millisecond), state => order.Add(1), null);
            rig.Loop.Timers.AddAt(now + (15 * millisecond), state => order.Add(9), null).Cancel();
        });
        await done.Task.Within();
        Assert.Equal([1, 2], order);
    }

    [Fact]
    public async Task Code_that_awaits_on_a_loop_comes_back_to_it()
    {
        SkipIfMissing();
        await using var rig = await LoopRig.StartAsync(Create());
        var back = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        await rig.OnLoopAsync(() => _ = ElsewhereAndBackAsync());
        Assert.True(await back.Task.Within());

        async Task ElsewhereAndBackAsync()
        {
            await Task.Run(static () => { });
            back.SetResult(rig.Loop.IsCurrent);
        }
    }

    [Fact]
    public async Task Callback_that_throws_does_not_end_the_loop()
    {
        SkipIfMissing();
        await using var rig = await LoopRig.StartAsync(Create());
        rig.Loop.Post(static _ => throw new InvalidOperationException("on purpose"), null);
        await rig.OnLoopAsync(static () => { });
        Assert.Equal(1, rig.Loop.Counters.CallbackErrors);
    }

    [Fact]
    public async Task Stall_is_recorded_with_operation_and_duration_and_a_short_callback_is_not()
    {
        SkipIfMissing();
        await using var rig = await LoopRig.StartAsync(Create(), static options => options.StallThreshold = TimeSpan.FromSeconds(2));
        await rig.OnLoopAsync(static () => { });
        Assert.Equal(0, rig.Loop.Counters.Stalls);
        Assert.Empty(rig.Stalls.Recent);
        await using var strict = await LoopRig.StartAsync(Create(), static options => options.StallThreshold = TimeSpan.FromMilliseconds(1));
        await strict.OnLoopAsync(static () => Spin(TimeSpan.FromMilliseconds(5)));
        await Until.HoldsAsync(() => strict.Stalls.Recent.Any(static stall => stall.IsOver), () => "no stall was recorded");
        var recorded = strict.Stalls.Recent.First(static stall => stall.IsOver);
        Assert.Equal("post", recorded.Operation);
        Assert.True(recorded.Duration >= TimeSpan.FromMilliseconds(5), $"{recorded.Duration}");
    }

    [Fact]
    public async Task Loop_that_is_stuck_is_seen_while_it_is_stuck()
    {
        SkipIfMissing();
        await using var rig = await LoopRig.StartAsync(Create());
        using var gate = await rig.BlockAsync();
        await Until.HoldsAsync(() => rig.Stalls.Recent.Any(static stall => !stall.IsOver), () => "nobody saw the stuck loop");
        Assert.True(rig.Stalls.Recent[0].Duration >= StallMonitor.Period, $"{rig.Stalls.Recent[0].Duration}");
        gate.Set();
    }

    [Fact]
    public async Task Loop_is_pinned_where_it_is_allowed_and_runs_unpinned_where_not()
    {
        SkipIfMissing();
        var allowed = CpuAffinity.Allowed();
        await using (var pinned = await LoopRig.StartAsync(Create(), cpu: allowed[0]))
        {
            IReadOnlyList<int> seen = [];
            await pinned.OnLoopAsync(() => seen = CpuAffinity.Allowed());
            Assert.Equal([allowed[0]], seen);
            Assert.Equal(allowed[0], pinned.Loop.Cpu);
        }

        await using var refused = await LoopRig.StartAsync(Create(), cpu: 1000);
        await refused.OnLoopAsync(static () => { });
        Assert.Equal(-1, refused.Loop.Cpu);
    }

    private static void Spin(TimeSpan duration)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < duration)
        {
            Thread.SpinWait(100);
        }
    }
}
