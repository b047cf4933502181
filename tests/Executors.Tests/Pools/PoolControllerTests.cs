using Granary.Executors.Pools;

namespace Granary.Executors.Tests.Pools;

public sealed class PoolControllerTests
{
    [Fact]
    public void Of_two_tasks_that_may_run_on_a_lane_the_older_goes_first()
    {
        var controller = Controller(lanes: 1);
        var tasks = new[] { new Named("running"), new Named("keyed", lane: 0), new Named("free"), new Named("keyed later", lane: 0) };
        var started = new List<string>();
        foreach (var task in tasks)
        {
            Collect(started, effects => controller.Submit(task, 0, effects));
        }

        foreach (var task in tasks)
        {
            Collect(started, effects => controller.Finish(task, succeeded: true, 0, effects));
        }

        Assert.Equal(["running", "keyed", "free", "keyed later"], started);
    }

    [Fact]
    public void Task_without_a_key_takes_the_lowest_free_lane()
    {
        var controller = Controller(lanes: 3);
        var first = new Named("a", lane: 1);
        controller.Submit(first, 0, []);
        var others = new[] { new Named("b"), new Named("c") };
        Array.ForEach(others, task => controller.Submit(task, 0, []));
        Assert.Equal([1, 0, 2], new[] { first.Lane, others[0].Lane, others[1].Lane });
    }

    [Fact]
    public void Random_commands_keep_every_count_and_start_and_settle_each_task_at_most_once()
    {
        for (var seed = 1; seed <= 300; seed++)
        {
            var random = new Random(seed);
            var overflow = (ExecutorOverflow)random.Next(3);
            var controller = Controller(random.Next(1, 4), maxPending: random.Next(1, 6), overflow, maxWaiters: random.Next(4));
            var known = new List<Named>();
            for (var now = 1; now <= 200; now++)
            {
                var effects = new List<PoolEffect>();
                var running = known.Where(static task => task.State is PoolTaskState.Running or PoolTaskState.Stopping).ToList();
                switch (random.Next(5))
                {
                    case 0 or 1:
                        known.Add(new Named($"{now}", random.Next(3) == 0 ? 0 : -1));
                        controller.Submit(known[^1], now, effects);
                        break;
                    case 2 when running.Count > 0:
                        controller.Finish(running[random.Next(running.Count)], random.Next(4) > 0, now, effects);
                        break;
                    case 3 when known.Count > 0:
                        controller.Cancel(known[random.Next(known.Count)], now, effects);
                        break;
                    default:
                        controller.Expire(now, effects);
                        break;
                }

                Check(seed, controller, known, effects);
            }

            var last = new List<PoolEffect>();
            controller.Stop(last);
            controller.GiveUpAll(201, last);
            Check(seed, controller, known, last);
            foreach (var task in known.Where(static task => task.State == PoolTaskState.Stopping).ToList())
            {
                controller.Finish(task, succeeded: true, 202, last);
            }

            Assert.True(controller.IsIdle, $"seed {seed}");
            Assert.All(known, static task => Assert.Equal((PoolTaskState.Ended, 1), (task.State, task.Settled)));
        }
    }

    private static void Check(int seed, PoolController controller, List<Named> known, List<PoolEffect> effects)
    {
        foreach (var effect in effects)
        {
            var task = (Named)effect.Task;
            task.Started += effect.Kind == PoolEffectKind.Start ? 1 : 0;
            task.Settled += effect.Kind == PoolEffectKind.Settle ? 1 : 0;
        }

        var seen = controller.Snapshot();
        Assert.True(seen.Submitted == seen.Completed + seen.Failed + seen.Cancelled + seen.Pending, $"seed {seed}: {seen}");
        Assert.True(known.All(static task => task.Started <= 1 && task.Settled <= 1), $"seed {seed}");
        Assert.Equal(known.Count(static task => task.State == PoolTaskState.Running), seen.Running);
        Assert.Equal(known.Count(static task => task.State == PoolTaskState.Queued), seen.Queued);
        Assert.Equal(known.Count(static task => task.State == PoolTaskState.Waiting), seen.Waiting);
        Assert.Equal(known.Count(static task => task.State == PoolTaskState.Stopping), seen.Stopping);
        var lanes = known.Where(static task => task.State is PoolTaskState.Running or PoolTaskState.Stopping).Select(static task => task.Lane).ToList();
        Assert.Equal(lanes.Count, lanes.Distinct().Count());
    }

    private static void Collect(List<string> started, Action<List<PoolEffect>> command)
    {
        var effects = new List<PoolEffect>();
        command(effects);
        started.AddRange(effects.Where(static effect => effect.Kind == PoolEffectKind.Start).Select(static effect => ((Named)effect.Task).Name));
    }

    private static PoolController Controller(
        int lanes, int maxPending = 100, ExecutorOverflow overflow = ExecutorOverflow.Wait, int maxWaiters = 1000) => new(
        new ExecutorPoolSettings(
            "test", ExecutorKind.Inline, lanes, maxPending, overflow, TimeSpan.FromSeconds(5), maxWaiters, TimeSpan.Zero, TimeSpan.Zero),
        ticksPerSecond: 1);

    private sealed class Named : PoolTask
    {
        public Named(string name, int lane = -1)
        {
            Name = name;
            KeyedLane = lane;
        }

        public string Name { get; }

        public int Started { get; set; }

        public int Settled { get; set; }
    }
}
