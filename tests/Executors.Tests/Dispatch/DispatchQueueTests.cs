using Granary.Executors.Dispatch;
using Granary.Executors.Pools;

namespace Granary.Executors.Tests.Dispatch;

public sealed class DispatchQueueTests
{
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(100);

    [Fact]
    public void Levels_queued_in_any_order_are_served_from_the_highest()
    {
        var queue = Make(DispatchStrategy.Priority, 1);
        foreach (var priority in (byte[])[50, 0, 255, 25, 100, 75])
        {
            Add(queue, $"{priority}", new DispatchTags(priority));
        }

        Assert.Equal(["255", "100", "75", "50", "25", "0"], TakeAll(queue, 0));
    }

    [Theory]
    [InlineData("fifo")]
    [InlineData("affinity")]
    [InlineData("stealing")]
    public void Strategies_without_priority_serve_by_arrival(string strategy)
    {
        var queue = Make(DispatchStrategies.ByName[strategy], 1);
        foreach (var priority in (byte[])[50, 0, 255, 25])
        {
            Add(queue, $"{priority}", new DispatchTags(priority));
        }

        Assert.Equal(["50", "0", "255", "25"], TakeAll(queue, 0));
    }

    [Fact]
    public void Equal_priority_is_served_by_arrival()
    {
        var queue = Make(DispatchStrategy.Priority, 1);
        for (var index = 0; index < 10; index++)
        {
            Add(queue, $"{index}", new DispatchTags(75));
        }

        Assert.Equal(Enumerable.Range(0, 10).Select(static index => $"{index}"), TakeAll(queue, 0));
    }

    [Theory]
    [InlineData("fifo")]
    [InlineData("priority")]
    [InlineData("affinity")]
    [InlineData("stealing")]
    [InlineData("stealing+priority")]
    public void Pin_goes_before_key_and_key_before_everything_under_every_strategy(string strategy)
    {
        var queue = Make(DispatchStrategies.ByName[strategy], 4);
        var keyed = StableLane.Of("user-42", 4);
        var pinned = (keyed + 1) % 4;
        Add(queue, "pinned", new DispatchTags(0, Pinned: pinned, Key: "user-42"));
        Add(queue, "keyed", new DispatchTags(0, Key: "user-42"));
        foreach (var lane in Enumerable.Range(0, 4).Where(lane => lane != keyed && lane != pinned))
        {
            Assert.Null(queue.Take(lane, Start));
        }

        Assert.Equal("keyed", queue.Take(keyed, Start)!.Task);
        Assert.Equal("pinned", queue.Take(pinned, Start)!.Task);
    }

    [Fact]
    public void Priority_orders_bound_and_movable_tasks_of_a_lane_together()
    {
        var queue = Make(DispatchStrategy.Priority, 2);
        Add(queue, "bound 25", new DispatchTags(25, Pinned: 0));
        Add(queue, "any 50", new DispatchTags(50));
        Add(queue, "bound 75", new DispatchTags(75, Pinned: 0));
        Add(queue, "any 75", new DispatchTags(75));
        Assert.Equal(["bound 75", "any 75", "any 50", "bound 25"], TakeAll(queue, 0));
    }

    [Fact]
    public void Keyless_task_goes_by_its_connection_under_affinity_only()
    {
        var lane = StableLane.Of("connection-7", 4);
        var affinity = Make(DispatchStrategy.Affinity, 4);
        Add(affinity, "a", new DispatchTags(Connection: "connection-7"));
        Assert.Null(affinity.Take((lane + 1) % 4, Start));
        Assert.Equal("a", affinity.Take(lane, Start)!.Task);
        var fifo = Make(DispatchStrategy.Fifo, 4);
        Add(fifo, "b", new DispatchTags(Connection: "connection-7"));
        Assert.Equal("b", fifo.Take((lane + 1) % 4, Start)!.Task);
    }

    [Fact]
    public void Idle_lane_takes_the_younger_half_of_the_fullest_and_never_what_is_bound()
    {
        var queue = Make(DispatchStrategy.Stealing, 3);
        for (var index = 0; index < 10; index++)
        {
            Add(queue, $"first {index}", new DispatchTags(Submitter: 0));
        }

        for (var index = 0; index < 4; index++)
        {
            Add(queue, $"second {index}", new DispatchTags(Submitter: 1));
            Add(queue, $"pinned {index}", new DispatchTags(Pinned: 0));
        }

        // 5 of 10 movable ones move; the oldest of them starts.
        Assert.Equal("first 5", queue.Take(2, Start)!.Task);
        Assert.Equal(new DispatchCounters(1, 0, 0, 1, 1, 5, TimeSpan.Zero, TimeSpan.Zero), queue.Counters);
        Assert.Equal(["first 6", "first 7", "first 8", "first 9"], Enumerable.Range(0, 4).Select(_ => queue.Take(2, Start)!.Task));
        Assert.Equal(4, queue.BoundTo(0));
        Assert.Equal("first 0", queue.Take(0, Start)!.Task);
    }

    [Fact]
    public void Steal_moves_at_most_thirty_two_and_nothing_from_a_single_task()
    {
        var queue = Make(DispatchStrategy.Stealing, 2);
        Add(queue, "only", new DispatchTags(Submitter: 0));
        Assert.Null(queue.Take(1, Start));
        Assert.Equal((1L, 0L), (queue.Counters.StealTries, queue.Counters.Steals));
        for (var index = 0; index < 200; index++)
        {
            Add(queue, $"{index}", new DispatchTags(Submitter: 0));
        }

        Assert.NotNull(queue.Take(1, Start));
        Assert.Equal(32, queue.Counters.StolenTasks);
    }

    [Fact]
    public void Stealing_without_a_submitter_fills_lanes_in_turn()
    {
        var queue = Make(DispatchStrategy.Stealing, 2);
        for (var index = 0; index < 4; index++)
        {
            Add(queue, $"{index}", new DispatchTags());
        }

        Assert.Equal(["0", "2"], Enumerable.Range(0, 2).Select(_ => queue.Take(0, Start)!.Task));
        Assert.Equal(["1", "3"], Enumerable.Range(0, 2).Select(_ => queue.Take(1, Start)!.Task));
    }

    [Fact]
    public void Two_workers_finish_a_hundred_tasks_of_one_lane_in_half_the_time()
    {
        // 100 tasks of 10 ms, all handed to lane 0; virtual time.
        var queue = Make(DispatchStrategy.Stealing, 2);
        for (var index = 0; index < 100; index++)
        {
            Add(queue, $"{index}", index % 10 == 0 ? new DispatchTags(Pinned: 0) : new DispatchTags(Submitter: 0));
        }

        var free = new TimeSpan[2];
        var done = 0;
        var stolenPins = 0;
        while (done < 100)
        {
            var lane = free[0] <= free[1] ? 0 : 1;
            var entry = queue.Take(lane, Start + free[lane]);
            if (entry is null)
            {
                free[lane] = free[1 - lane] + TimeSpan.FromTicks(1);
                continue;
            }

            stolenPins += entry.IsBound && lane != 0 ? 1 : 0;
            free[lane] += TimeSpan.FromMilliseconds(10);
            done++;
        }

        Assert.Equal(0, stolenPins);
        Assert.True(free.Max() < TimeSpan.FromMilliseconds(650), $"{free.Max()}");
    }

    [Fact]
    public void Head_of_every_level_starts_within_the_aging_bound_under_a_flood_above()
    {
        var queue = Make(DispatchStrategy.Priority, 1);
        foreach (var priority in (byte[])[0, 25, 50])
        {
            Add(queue, $"low {priority}", new DispatchTags(priority));
        }

        var started = new Dictionary<string, TimeSpan>();
        for (var now = Start; now < Start + TimeSpan.FromSeconds(6); now += TimeSpan.FromMilliseconds(10))
        {
            queue.Add("flood", new DispatchTags(100), now, out _);
            var entry = queue.Take(0, now)!;
            started.TryAdd(entry.Task, now - Start);
        }

        // 0.8 × 5 s, one after the other, each 10 ms.
        Assert.Equal(
            [4.00, 4.01, 4.02],
            started.Where(static task => task.Key != "flood").Select(static task => Math.Round(task.Value.TotalSeconds, 2)).Order());
        Assert.Equal(3, queue.Counters.OverdueStarts);
    }

    [Fact]
    public void Flood_at_the_bottom_gets_one_overdue_start_per_bound_and_no_more()
    {
        var queue = Make(DispatchStrategy.Priority, 1);
        for (var index = 0; index < 10_000; index++)
        {
            Add(queue, "flood", new DispatchTags(0));
        }

        var floodStarts = 0;
        for (var now = Start; now < Start + TimeSpan.FromSeconds(20); now += TimeSpan.FromMilliseconds(10))
        {
            queue.Add("urgent", new DispatchTags(100), now, out _);
            floodStarts += queue.Take(0, now)!.Task == "flood" ? 1 : 0;
        }

        // At 4, 8, 12 and 16 s.
        Assert.Equal(4, floodStarts);
    }

    [Fact]
    public void Task_whose_deadline_passes_is_taken_out_and_answered_once()
    {
        var queue = Make(DispatchStrategy.Fifo, 1);
        Add(queue, "late", new DispatchTags(Deadline: Start + TimeSpan.FromSeconds(2)));
        Add(queue, "later", new DispatchTags(Deadline: Start + TimeSpan.FromSeconds(3)));
        Add(queue, "never", new DispatchTags());
        Assert.Equal(Start + TimeSpan.FromSeconds(2), queue.NextDeadline);
        var expired = new List<DispatchEntry<string>>();
        queue.Expire(Start + TimeSpan.FromSeconds(2), expired);
        Assert.Equal(["late"], expired.Select(static entry => entry.Task));
        Assert.Equal(2, queue.Count);
        Assert.Equal("later", queue.Take(0, Start)!.Task);
        Assert.Null(queue.NextDeadline);
        queue.Expire(Start + TimeSpan.FromSeconds(9), expired);
        Assert.Single(expired);
    }

    [Fact]
    public void Lanes_and_queue_are_bounded_and_one_put_back_always_finds_room()
    {
        var queue = new DispatchQueue<string>(new DispatchSettings(DispatchStrategy.Fifo, 2, TimeSpan.FromSeconds(5), MaxTasksPerLane: 2, MaxTasks: 3));
        Assert.Equal(DispatchAdmission.Queued, queue.Add("a", new DispatchTags(Pinned: 0), Start, out _));
        Assert.Equal(DispatchAdmission.Queued, queue.Add("b", new DispatchTags(Pinned: 0), Start, out _));
        Assert.Equal(DispatchAdmission.LaneFull, queue.Add("c", new DispatchTags(Pinned: 0), Start, out _));
        Assert.Equal(DispatchAdmission.Queued, queue.Add("d", new DispatchTags(Pinned: 1), Start, out _));
        Assert.Equal(DispatchAdmission.QueueFull, queue.Add("e", new DispatchTags(), Start, out _));
        Assert.Equal(DispatchAdmission.Queued, queue.Add("again", new DispatchTags(Pinned: 0), Start, out _, first: true));
        Assert.Equal(["again", "a", "b"], TakeAll(queue, 0));
    }

    [Fact]
    public void Paused_lane_starts_nothing_and_others_may_take_what_may_move()
    {
        var queue = Make(DispatchStrategy.Stealing, 2);
        Add(queue, "movable", new DispatchTags(Submitter: 0));
        Add(queue, "pinned", new DispatchTags(Pinned: 0));
        queue.Pause(0, "its worker is being replaced");
        Assert.Null(queue.Take(0, Start));
        Assert.Equal("its worker is being replaced", queue.PauseReason(0));
        Assert.Equal("movable", queue.Take(1, Start)!.Task);
        Assert.Null(queue.Take(1, Start));
        queue.Resume(0);
        Assert.Equal("pinned", queue.Take(0, Start)!.Task);
    }

    [Fact]
    public void Removed_task_is_never_taken()
    {
        var queue = Make(DispatchStrategy.Priority, 1);
        var entry = Add(queue, "gone", new DispatchTags(100));
        Add(queue, "stays", new DispatchTags(0));
        queue.Remove(entry);
        queue.Remove(entry);
        Assert.Equal((1, 0, 1), (queue.Count, queue.CountOf(100), queue.CountOf(0)));
        Assert.Equal("stays", queue.Take(0, Start)!.Task);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_campaign_starts_every_task_once_on_a_lane_where_it_may_run(int seed)
    {
        var random = new Random(seed);
        foreach (var strategy in DispatchStrategies.ByName.Values)
        {
            var queue = Make(strategy, 4);
            var open = new Dictionary<string, DispatchTags>();
            var now = Start;
            for (var step = 0; step < 5000; step++)
            {
                now += TimeSpan.FromMilliseconds(random.Next(0, 20));
                if (random.Next(2) == 0)
                {
                    var tags = new DispatchTags(
                        (byte)random.Next(0, 256),
                        random.Next(5) == 0 ? random.Next(4) : null,
                        random.Next(4) == 0 ? $"k{random.Next(10)}" : null,
                        $"c{random.Next(10)}",
                        random.Next(3) == 0 ? random.Next(4) : null);
                    queue.Add($"{step}", tags, now, out _);
                    open.Add($"{step}", tags);
                }
                else if (random.Next(4) is var lane && queue.Take(lane, now) is { } entry)
                {
                    Assert.True(open.Remove(entry.Task, out var tags), $"{entry.Task} started twice, seed {seed}");
                    var only = tags.Pinned ?? (tags.Key is { } key ? StableLane.Of(key, 4) : strategy == DispatchStrategy.Affinity ? StableLane.Of(tags.Connection!, 4) : lane);
                    Assert.Equal(only, lane);
                }

                Assert.Equal(open.Count, queue.Count);
            }

            for (var lane = 0; queue.Count > 0; lane = (lane + 1) % 4)
            {
                if (queue.Take(lane, now) is { } entry)
                {
                    Assert.True(open.Remove(entry.Task));
                }
            }

            Assert.Empty(open);
        }
    }

    private static DispatchQueue<string> Make(DispatchStrategy strategy, int lanes) => new(new DispatchSettings(strategy, lanes, TimeSpan.FromSeconds(5), MaxTasksPerLane: 100_000));

    private static DispatchEntry<string> Add(DispatchQueue<string> queue, string task, DispatchTags tags)
    {
        Assert.Equal(DispatchAdmission.Queued, queue.Add(task, tags, Start, out var entry));
        return entry!;
    }

    private static List<string> TakeAll(DispatchQueue<string> queue, int lane)
    {
        var taken = new List<string>();
        while (queue.Take(lane, Start) is { } entry)
        {
            taken.Add(entry.Task);
        }

        return taken;
    }
}
