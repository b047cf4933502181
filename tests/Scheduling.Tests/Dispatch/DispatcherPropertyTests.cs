using Granary.Admission;
using Granary.Scheduling.Dispatch;
using Granary.Scheduling.Dispatch.Commands;
using Granary.Scheduling.Leases;
using Granary.Scheduling.Tasks;
using Granary.Scheduling.Tests.Support;

namespace Granary.Scheduling.Tests.Dispatch;

public sealed class DispatcherPropertyTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Deep_groups_are_served_in_proportion_to_their_weights(int seed)
    {
        var random = new Random(seed);
        var groups = Enumerable.Range(0, 12).Select(index => Work.Group($"g{index:00}", random.Next(1, 30))).ToArray();
        var served = Drain(groups, 30_000, slots: 1, total: 20_000);
        var weights = groups.Sum(group => group.Weight);

        foreach (var group in groups)
        {
            // Start-time fair queueing is never more than one pick per competitor away from the exact part.
            var exact = 20_000.0 * group.Weight / weights;
            Assert.InRange(served[group.Group], exact - groups.Length, exact + groups.Length);
        }
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void No_unit_is_idle_while_any_head_may_have_it(int seed)
    {
        var random = new Random(seed);
        var run = Work.Run();
        var declarations = new TaskDeclarations(256);
        var groups = Enumerable.Range(0, 9).Select(index => declarations.CustomModel(run, "s", $"g{index}", "1", random.Next(1, 9), [$"g{index}"])).ToArray();
        var core = new DispatcherCore(new DispatcherSettings { Admission = Desk.Settings(llmWait: 24) }, incarnation: 1);
        var effects = new DispatchEffects();
        var running = new List<TaskLease>();
        core.Apply(new AddRunCommand(run, [.. groups]), 0, effects);
        for (var step = 0; step < 3_000; step++)
        {
            if (random.Next(3) == 0 || running.Count == 0)
            {
                core.Apply(new EnqueueCommand(Work.Tasks(groups[random.Next(9)], random.Next(1, 12), step * 20L)), 0, effects);
            }
            else
            {
                var ended = running[random.Next(running.Count)];
                running.Remove(ended);
                core.Apply(new EndTaskCommand(ended, TaskEnd.Ok), 0, effects);
            }

            running.AddRange(effects.Spawns);
            Assert.True(core.Queued == 0 || running.Count == 24, $"Seed {seed}, step {step}: {running.Count} run, {core.Queued} wait.");
        }
    }

    [Fact]
    public void Thousands_of_tasks_run_exactly_once_each()
    {
        var run = Work.Run();
        var key = new ResourceKey("p", "m", Domain.Chat);
        var model = new TaskDeclarations(256).Model(run, [new AliasTarget("a", key, 16)], "chat", ["m"]);
        var local = Work.Group("l");
        var served = Drain([model, local], 3_000, slots: 64, total: 6_000, key);

        Assert.Equal((3_000, 3_000), (served[model.Group], served[local.Group]));
    }

    [Fact]
    public void Run_that_leaves_and_comes_back_leaves_nothing_behind()
    {
        var core = new DispatcherCore(new DispatcherSettings(), incarnation: 1);
        var effects = new DispatchEffects();
        for (var round = 0; round < 200; round++)
        {
            var run = Work.Run($"r{round % 3}", maxInFlight: 2);
            var group = TaskDeclarations.Local(run, "gen", ["x"], exclusive: true);
            core.Apply([new AddRunCommand(run, [group]), new EnqueueCommand(Work.Tasks(group, 5))], 0, effects);
            var lease = Assert.Single(effects.Spawns);
            if (round % 2 == 0)
            {
                core.Apply(new EndTaskCommand(lease, TaskEnd.Ok), 0, effects);
                lease = Assert.Single(effects.Spawns);
            }

            core.Apply(new RemoveRunCommand(run.Run), 0, effects);
            core.Apply(new EndTaskCommand(lease, TaskEnd.Cancelled), 0, effects);
        }

        Assert.Equal((0, 0), (core.Queued, core.InFlight));
        Assert.Equal([ResourceNames.LlmWait, ResourceNames.Submission], core.Admission().Resources.Select(resource => resource.Name));
    }

    private static Dictionary<GroupKey, int> Drain(TaskDeclaration[] groups, int each, int slots, int total, ResourceKey? key = null)
    {
        var core = new DispatcherCore(new DispatcherSettings { Admission = Desk.Settings(slots) }, incarnation: 1);
        var effects = new DispatchEffects();
        var served = groups.ToDictionary(group => group.Group, _ => 0);
        var seen = new HashSet<TaskKey>();
        var running = new Queue<TaskLease>();
        core.Apply(new AddRunCommand(groups[0].Run, [.. groups]), 0, effects);
        if (key is { } open)
            core.Apply(new ChangeCapacityCommand(open, 10), 0, effects);

        var all = groups.SelectMany(group => Work.Tasks(group, each)).ToArray();
        core.Apply(new EnqueueCommand(all), 0, effects);
        while (true)
        {
            foreach (var lease in effects.Spawns)
            {
                Assert.True(seen.Add(lease.Task.Key));
                served[lease.Task.Declaration.Group]++;
                running.Enqueue(lease);
            }

            if (seen.Count >= total || running.Count == 0)
                return served;

            core.Apply(new EndTaskCommand(running.Dequeue(), TaskEnd.Ok), 0, effects);
        }
    }
}
