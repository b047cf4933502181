using Granary.Admission;
using Granary.Scheduling.Dispatch;
using Granary.Scheduling.Dispatch.Commands;
using Granary.Scheduling.Leases;
using Granary.Scheduling.Tasks;
using Granary.Scheduling.Tests.Support;

namespace Granary.Scheduling.Tests.Dispatch;

public sealed class DispatcherCoreTests
{
    private static readonly ResourceKey _key = new("main", "gpt-x", Domain.Chat);
    private static readonly ResourceKey _other = _key with { Provider = "second" };
    private readonly DispatchEffects _effects = new();
    private DispatcherCore _core = Core(Desk.Settings(submission: 8));
    private double _now;

    [Fact]
    public void Every_consequence_of_a_command_is_in_its_own_effects()
    {
        var group = Add(Work.Group("a"));

        Apply(new EnqueueCommand(Work.Tasks(group, 10)));
        Assert.Equal([0L, 1, 2, 3, 4, 5, 6, 7], _effects.Spawns.Select(lease => lease.Task.Key.Row));
        Assert.Equal(10, _effects.Accepted.Count);
        Assert.Null(_effects.WakeAt);

        Apply(new EndTaskCommand(_effects.Spawns[3], TaskEnd.Ok));
        Assert.Equal(TaskReleaseResult.Released, _effects.Released);
        Assert.Equal([8L], _effects.Spawns.Select(lease => lease.Task.Key.Row));
        Apply(TickCommand.Instance);
        Assert.Empty(_effects.Spawns);
    }

    [Fact]
    public void Tasks_of_unknown_or_removed_runs_are_refused()
    {
        var group = Work.Group("a");
        Apply(new EnqueueCommand(Work.Tasks(group, 2)));
        Assert.Equal((0, 2), (_effects.Accepted.Count, _effects.Refused.Count));

        Add(group);
        Apply(new RemoveRunCommand("r"));
        Apply(new EnqueueCommand(Work.Tasks(group, 2)));
        Assert.Equal((0, 2, 0), (_effects.Accepted.Count, _effects.Refused.Count, _core.Queued));
    }

    [Fact]
    public void Removed_run_loses_its_queue_and_its_leases_end_by_themselves()
    {
        var group = Add(Work.Group("a"));
        Apply(new EnqueueCommand(Work.Tasks(group, 10)));
        var leases = _effects.Spawns.ToArray();

        Apply(new RemoveRunCommand("r"));
        Assert.Equal([8L, 9], _effects.Discarded.Select(task => task.Row).Order());
        Assert.Equal((0, 8), (_core.Queued, _core.InFlight));

        foreach (var lease in leases)
        {
            Apply(new EndTaskCommand(lease, TaskEnd.Cancelled));
        }

        Assert.Equal(0, _core.InFlight);
        Assert.Empty(_core.Admission().Groups);
        Assert.All(_core.Admission().Resources, resource => Assert.Equal((0, 0), (resource.Leased, resource.Queued)));
    }

    [Fact]
    public void Cooling_provider_holds_no_units_and_the_others_use_them_all()
    {
        var cooling = Add(Model("c", _key, 20));
        var local = Add(Work.Group("l", run: Work.Run("r2")));
        Apply(new ChangeCapacityCommand(_key, 0, BlockedUntil: 7));
        Apply(new EnqueueCommand(Work.Tasks(cooling, 20)));
        Assert.Empty(_effects.Spawns);
        Assert.Equal(7, _effects.WakeAt);

        Apply(new EnqueueCommand(Work.Tasks(local, 20)));
        Assert.Equal(8, _effects.Spawns.Count);
        Assert.Equal(7, _effects.WakeAt);
        var head = _core.Explain().Heads.Single(blocked => blocked.Group.Equals(cooling.Group));
        Assert.Equal(TaskDenialReason.NoCapacity, head.Denial.Reason);

        Apply(new EndTaskCommand(_effects.Spawns[0], TaskEnd.Ok));
        var freed = _effects.Spawns[0];
        Apply(new RemoveRunCommand("r2"));
        Apply(new EndTaskCommand(freed, TaskEnd.Ok));
        Assert.Empty(_effects.Spawns);
        Assert.Equal((TaskDenialReason.RequestBlocked, 7.0), (_core.Explain().Heads[0].Denial.Reason, _core.Explain().AvailableAfter));
    }

    [Fact]
    public void Block_that_runs_out_opens_for_one_until_the_agent_says_more()
    {
        var group = Add(Model("c", _key, 20));
        Apply(new ChangeCapacityCommand(_key, 0, BlockedUntil: 7));
        Apply(new EnqueueCommand(Work.Tasks(group, 20)));

        _now = 6.999;
        Apply(TickCommand.Instance);
        Assert.Empty(_effects.Spawns);
        _now = 7;
        Apply(TickCommand.Instance);
        Assert.Single(_effects.Spawns);
        Assert.Null(_effects.WakeAt);

        Apply(new ChangeCapacityCommand(_key, 5));
        Assert.Equal(4, _effects.Spawns.Count);
    }

    [Fact]
    public void Key_starts_with_one_task_until_its_agent_has_spoken_and_hears_of_demand()
    {
        var group = Add(Model("c", _key, 20));
        Apply(new EnqueueCommand(Work.Tasks(group, 5)));
        Assert.Single(_effects.Spawns);
        Assert.Equal([new KeyDemand(_key, 4)], _effects.Demands);

        Apply(new ChangeCapacityCommand(_key, 3));
        Assert.Equal(2, _effects.Spawns.Count);
        Assert.Equal([new KeyDemand(_key, 2)], _effects.Demands);

        Apply(TickCommand.Instance);
        Assert.Empty(_effects.Demands);
    }

    [Fact]
    public void Closed_key_without_an_instant_waits_for_word_from_outside_and_fails_nobody()
    {
        var group = Add(Model("c", _key, 20));
        Apply(new ChangeCapacityCommand(_key, 0));
        Apply(new EnqueueCommand(Work.Tasks(group, 5)));

        Assert.Null(_effects.WakeAt);
        Assert.Empty(_effects.Stuck);
        Assert.Equal(TaskDenialReason.RequestBlocked, _core.Explain().Heads[0].Denial.Reason);

        Apply(new ChangeCapacityCommand(_key, 2));
        Assert.Equal(2, _effects.Spawns.Count);
    }

    [Fact]
    public void Wakes_at_the_earliest_of_the_blocks_that_queued_tasks_wait_for()
    {
        var one = Add(Model("a", _key, 20));
        var two = Add(Model("b", _other, 20, Work.Run("r2")));
        Apply(new ChangeCapacityCommand(_key, 0, BlockedUntil: 9));
        Apply(new ChangeCapacityCommand(_other, 0, BlockedUntil: 5));
        Assert.Null(_effects.WakeAt);

        Apply(new EnqueueCommand(Work.Tasks(one, 1)));
        Assert.Equal(9, _effects.WakeAt);
        Apply(new EnqueueCommand(Work.Tasks(two, 1)));
        Assert.Equal(5, _effects.WakeAt);
        Apply(new DiscardCommand([Work.Task(two, 0).Key]));
        Assert.Equal(9, _effects.WakeAt);
    }

    [Fact]
    public void Endpoint_limit_is_the_smallest_weight_in_use_and_what_it_takes_now()
    {
        Add(Model("a", _key, 6));
        Apply(new ChangeCapacityCommand(_key, 100));
        Assert.Equal(6, Limit());

        Add(Model("b", _key, 3, Work.Run("r2")));
        Assert.Equal(3, Limit());
        Apply(new ChangeCapacityCommand(_key, 2));
        Assert.Equal(2, Limit());
        Apply(new ChangeCapacityCommand(_key, 100));
        Apply(new RemoveRunCommand("r2"));
        Assert.Equal(6, Limit());

        int Limit() => _core.Admission().Resources.Single(resource => resource.Name == "request:main/gpt-x").Limit;
    }

    [Fact]
    public void Domains_of_an_endpoint_wait_for_their_own_key()
    {
        var embedding = _key with { Domain = Domain.Embedding };
        var chat = Add(Model("c", _key, 20));
        var embed = Add(Model("e", embedding, 20, Work.Run("r2")));
        Apply(new ChangeCapacityCommand(_key, 0, BlockedUntil: 50));
        Apply(new ChangeCapacityCommand(embedding, 3));

        Apply(new EnqueueCommand([.. Work.Tasks(chat, 4), .. Work.Tasks(embed, 4)]));

        Assert.Equal("e e e", Names());
    }

    [Fact]
    public void Run_never_has_more_in_flight_than_its_own_bound_even_while_tasks_yield()
    {
        var run = Work.Run(maxInFlight: 2);
        var group = Add(Work.Group("a", run: run));
        Apply(new EnqueueCommand(Work.Tasks(group, 5)));
        Assert.Equal(2, _effects.Spawns.Count);
        Assert.Equal("run:r", _core.Explain().Heads[0].Denial.Missing.Single().Resource);

        Apply(new YieldTaskCommand(_effects.Spawns[0]));
        Assert.Equal((true, 0), (_effects.Switched, _effects.Spawns.Count));

        Apply(new AddRunCommand(run with { MaxInFlight = 3 }, [Work.Group("a", run: run with { MaxInFlight = 3 })]));
        Assert.Single(_effects.Spawns);
    }

    [Fact]
    public void Yielded_units_start_others_and_the_resumed_task_goes_on_at_once()
    {
        _core = Core(Desk.Settings(submission: 1));
        var group = Add(Work.Group("a"));
        Apply(new EnqueueCommand(Work.Tasks(group, 3)));
        var first = _effects.Spawns[0];

        Apply(new YieldTaskCommand(first));
        var second = Assert.Single(_effects.Spawns);
        Apply(new ResumeTaskCommand(first));
        Assert.Equal((true, 0), (_effects.Switched, _effects.Spawns.Count));

        Apply(new EndTaskCommand(second, TaskEnd.Ok));
        Assert.Empty(_effects.Spawns);
        Apply(new EndTaskCommand(first, TaskEnd.Ok));
        Assert.Single(_effects.Spawns);
    }

    [Fact]
    public void Yielding_models_keep_their_place_at_the_key()
    {
        var group = Add(Model("c", _key, 20));
        Apply(new ChangeCapacityCommand(_key, 2));
        Apply(new EnqueueCommand(Work.Tasks(group, 5)));

        Apply(new YieldTaskCommand(_effects.Spawns[0]));

        Assert.Empty(_effects.Spawns);
    }

    [Fact]
    public void Task_whose_resource_has_no_limit_fails_its_run_and_names_it()
    {
        var healthy = Add(Work.Group("h", run: Work.Run("healthy")));
        var stuck = Add(Work.Group("s", 1, null, null, null, (ResourceNames.Submission, 1), ("gpu", 1)));
        Apply(new EnqueueCommand(Work.Tasks(healthy, 9)));

        Apply(new EnqueueCommand(Work.Tasks(stuck, 2)));
        var named = Assert.Single(_effects.Stuck);
        Assert.Equal(("r", 0L, TaskDenialReason.NoCapacity), (named.Run, named.Task.Row, named.Denial.Reason));
        Assert.Contains(new ResourceShortage("gpu", 1, 0), named.Denial.Missing);

        Apply(TickCommand.Instance);
        Assert.Empty(_effects.Stuck);
        Apply(new RemoveRunCommand("r"));
        Assert.Equal(1, _core.Queued);
    }

    [Fact]
    public void Run_with_work_in_flight_is_not_called_stuck_before_that_has_ended()
    {
        var stuck = Add(Work.Group("s", 1, null, null, null, ("gpu", 1)), Work.Group("a"));
        Apply(new EnqueueCommand(Work.Tasks(Work.Group("a"), 1)));
        var lease = _effects.Spawns[0];
        Apply(new EnqueueCommand(Work.Tasks(stuck, 1)));
        Assert.Empty(_effects.Stuck);

        Apply(new EndTaskCommand(lease, TaskEnd.Ok));
        Assert.Single(_effects.Stuck);
    }

    [Fact]
    public void Mutual_denial_with_nothing_in_flight_fails_instead_of_hanging()
    {
        _core = Core(Desk.Settings(submission: 3, policy: new TaskPolicySettings { WorkConserving = false, Rounding = ShareRounding.Floor }));
        var a = Add(Work.Group("a", 1, 9, Work.Run("ra"), null, (ResourceNames.Submission, 2)));
        var b = Add(Work.Group("b", 1, 9, Work.Run("rb"), null, (ResourceNames.Submission, 2)));

        Apply(new EnqueueCommand([.. Work.Tasks(a, 1), .. Work.Tasks(b, 1)]));

        Assert.Equal(["ra", "rb"], _effects.Stuck.Select(run => run.Run).Order());
        Assert.All(_effects.Stuck, run => Assert.Equal(TaskDenialReason.GroupCap, run.Denial.Reason));
    }

    [Fact]
    public void Exclusive_generator_runs_one_task_at_a_time_in_order()
    {
        var group = Add(TaskDeclarations.Local(Work.Run(), "gen", ["x"], exclusive: true));
        Apply(new EnqueueCommand(Work.Tasks(group, 3)));
        Assert.Equal(0, Assert.Single(_effects.Spawns).Task.Key.Row);

        Apply(new EndTaskCommand(_effects.Spawns[0], TaskEnd.Ok));
        Assert.Equal(1, Assert.Single(_effects.Spawns).Task.Key.Row);
    }

    [Fact]
    public void Closed_row_group_and_named_tasks_leave_the_queue()
    {
        _core = Core(Desk.Settings(submission: 1));
        var group = Add(Work.Group("a"));
        var tasks = Work.Tasks(group, 6).Select((task, index) => task with { Key = task.Key with { RowGroup = index / 3 } }).ToArray();
        Apply(new EnqueueCommand(tasks));

        Apply(new DiscardRowGroupCommand("r", 1));
        Assert.Equal([3L, 4, 5], _effects.Discarded.Select(task => task.Row).Order());
        Apply(new DiscardCommand([tasks[0].Key, tasks[1].Key, tasks[5].Key]));
        Assert.Equal([1L], _effects.Discarded.Select(task => task.Row));
        Assert.Equal(1, _core.Queued);
    }

    [Fact]
    public void Several_commands_are_one_pass()
    {
        _core = Core(Desk.Settings(submission: 1));
        var heavy = Work.Group("h", 2);
        var light = Work.Group("l");

        _core.Apply([new AddRunCommand(Work.Run(), [heavy, light]), new EnqueueCommand(Work.Tasks(light, 1)), new EnqueueCommand(Work.Tasks(heavy, 1))], 0, _effects);

        Assert.Equal("l", Names());
    }

    [Fact]
    public void Shutting_down_starts_nothing_and_what_runs_may_end()
    {
        var group = Add(Work.Group("a"));
        Apply(new EnqueueCommand(Work.Tasks(group, 9)));
        var lease = _effects.Spawns[0];
        Apply(new ShutDownCommand());

        Apply(new EndTaskCommand(lease, TaskEnd.Ok));

        Assert.Equal((0, 0, 7), (_effects.Spawns.Count, _effects.Stuck.Count, _core.InFlight));
    }

    [Fact]
    public void Worker_that_could_not_start_gives_its_units_back()
    {
        var group = Add(Work.Group("a"));
        Apply(new EnqueueCommand(Work.Tasks(group, 9)));

        Apply(new SpawnFailedCommand(_effects.Spawns[0], "OutOfMemoryException"));

        Assert.Equal((TaskReleaseResult.Released, 1, 8), (_effects.Released, _effects.Spawns.Count, _core.InFlight));
    }

    [Fact]
    public void Time_going_backwards_counts_as_standing_still()
    {
        var group = Add(Model("c", _key, 20));
        _now = 10;
        Apply(new ChangeCapacityCommand(_key, 0, BlockedUntil: 11));
        Apply(new EnqueueCommand(Work.Tasks(group, 1)));
        _now = 12;
        Apply(TickCommand.Instance);
        Assert.Single(_effects.Spawns);
        _now = 5;

        Apply(new ChangeCapacityCommand(_key, 0, BlockedUntil: 11.5));
        Apply(new EndTaskCommand(_effects.Spawns.Count > 0 ? _effects.Spawns[0] : default, TaskEnd.Ok));

        Assert.Equal(TaskReleaseResult.WrongGeneration, _effects.Released);
        Assert.Null(_effects.WakeAt);
    }

    private static DispatcherCore Core(TaskAdmissionSettings settings) => new(new DispatcherSettings { Admission = settings }, incarnation: 7);

    private static TaskDeclaration Model(string name, ResourceKey key, int weight, RunProfile? run = null) =>
        new TaskDeclarations(256).Model(run ?? Work.Run(), [new AliasTarget(name, key, weight)], name, [name]);

    private TaskDeclaration Add(params TaskDeclaration[] declarations)
    {
        Apply(new AddRunCommand(declarations[0].Run, [.. declarations]));
        return declarations[0];
    }

    private void Apply(DispatchCommand command) => _core.Apply(command, _now, _effects);

    private string Names() => string.Join(' ', _effects.Spawns.Select(lease => lease.Task.Declaration.Group.Columns));
}
