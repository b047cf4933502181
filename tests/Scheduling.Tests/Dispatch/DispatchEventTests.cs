using Granary.Scheduling.Dispatch;
using Granary.Scheduling.Events;
using Granary.Scheduling.Dispatch.Commands;
using Granary.Scheduling.Leases;
using Granary.Scheduling.Tasks;
using Granary.Scheduling.Tests.Support;

namespace Granary.Scheduling.Tests.Dispatch;

public sealed class DispatchEventTests
{
    private static readonly SchedulerEventSet WithoutHealth = SchedulerEventSet.Of([.. Enum.GetValues<SchedulerEventKind>().Where(static kind => kind != SchedulerEventKind.SchedulerHealthSnapshot)]);
    private readonly DispatcherCore _core = new(new DispatcherSettings { Admission = Desk.Settings(submission: 2) }, incarnation: 1);
    private readonly DispatchEffects _effects = new();
    private readonly TaskDeclaration _group = Work.Group("a");

    public DispatchEventTests() => _core.Listen(WithoutHealth);

    [Fact]
    public void Life_of_a_task_in_events()
    {
        Apply(new AddRunCommand(_group.Run, [_group]), 0);
        Assert.Equal("", Kinds());

        Apply(new EnqueueCommand(Work.Tasks(_group, 1)), 1);
        Assert.Equal("ready_enqueued selected task_lease_acquired queue_drained", Kinds());
        Assert.Equal("fair", _effects.Events[1].Reason);
        var lease = _effects.Spawns[0];

        Apply(new YieldTaskCommand(lease), 2);
        Assert.Equal("queue_empty task_lease_yielded", Kinds(sorted: true));
        Apply(new ResumeTaskCommand(lease), 3);
        Assert.Equal("task_lease_resumed", Kinds());

        Apply(new EndTaskCommand(lease, TaskEnd.Ok), 4.5);
        Assert.Equal("task_completed task_lease_released", Kinds());
        Assert.Equal((3.5, lease.Number), (_effects.Events[1].HeldSeconds, _effects.Events[1].Lease));
        Assert.Equal("ok", _effects.Events[0].Reason);

        Apply(new EndTaskCommand(lease, TaskEnd.Ok), 5);
        Assert.Equal(("release_diagnostic", "duplicate"), (Kinds(), _effects.Events[0].Reason));
    }

    [Fact]
    public void Cancelled_task_is_released_but_not_completed()
    {
        Apply(new AddRunCommand(_group.Run, [_group]), 0);
        Apply(new EnqueueCommand(Work.Tasks(_group, 3)), 0);

        Apply(new EndTaskCommand(_effects.Spawns[0], TaskEnd.Cancelled), 0);

        Assert.Equal("task_lease_released selected task_lease_acquired queue_drained", Kinds());
    }

    [Fact]
    public void Queue_empty_is_told_once_per_emptying()
    {
        Apply(new AddRunCommand(_group.Run, [_group]), 0);
        Apply(new EnqueueCommand(Work.Tasks(_group, 1)), 0);
        Apply(TickCommand.Instance, 0);
        Assert.Equal("queue_empty", Kinds());
        Apply(TickCommand.Instance, 0);
        Assert.Equal("", Kinds());

        Apply(new EnqueueCommand(Work.Tasks(_group, 3, from: 5)), 0);
        Apply(new DiscardRowGroupCommand("r", 0), 0);
        Assert.Equal("queue_empty", Kinds());
    }

    [Fact]
    public void Blocked_pass_is_reported_with_its_explanation_and_not_again_while_nothing_changes()
    {
        Apply(new AddRunCommand(_group.Run, [_group]), 0);
        Apply(new EnqueueCommand(Work.Tasks(_group, 5)), 0);
        var blocked = _effects.Events[^1];
        Assert.Equal((SchedulerEventKind.AdmissionBlocked, 3), (blocked.Kind, blocked.Explanation!.Queued));
        Assert.Equal(1, blocked.Explanation.Histogram[TaskDenialReason.NoCapacity]);

        Apply(TickCommand.Instance, 0);
        Assert.Equal("", Kinds());
    }

    [Fact]
    public void Work_that_waits_for_its_own_part_is_group_capped()
    {
        var core = new DispatcherCore(
            new DispatcherSettings { Admission = Desk.Settings(submission: 8, policy: new TaskPolicySettings { WorkConserving = false }) }, incarnation: 1);
        core.Listen(SchedulerEventSet.Of(SchedulerEventKind.GroupCapped));
        var a = Work.Group("a", cap: 1);
        var b = Work.Group("b", cap: 1);
        core.Apply([new AddRunCommand(a.Run, [a, b]), new EnqueueCommand([.. Work.Tasks(a, 5), .. Work.Tasks(b, 5)])], 0, _effects);

        Assert.Equal("group_capped", Kinds());
        Assert.Equal(2, _effects.Spawns.Count);
    }

    [Fact]
    public void Nothing_is_built_for_kinds_nobody_listens_to()
    {
        _core.Listen(SchedulerEventSet.None);
        Apply(new AddRunCommand(_group.Run, [_group]), 0);
        Apply(new EnqueueCommand(Work.Tasks(_group, 5)), 0);

        Assert.Empty(_effects.Events);
    }

    [Fact]
    public void Failed_start_is_told_before_its_release()
    {
        Apply(new AddRunCommand(_group.Run, [_group]), 0);
        Apply(new EnqueueCommand(Work.Tasks(_group, 1)), 0);

        Apply(new SpawnFailedCommand(_effects.Spawns[0], "IOException"), 0);

        Assert.Equal("worker_spawn_failed task_lease_released queue_empty", Kinds());
        Assert.Equal("IOException", _effects.Events[0].Reason);
    }

    [Fact]
    public void Health_is_told_beside_the_four_kinds_of_the_queue()
    {
        _core.Listen(SchedulerEventSet.All);
        Apply(new AddRunCommand(_group.Run, [_group]), 0);
        Apply(new EnqueueCommand(Work.Tasks(_group, 5)), 0);
        Assert.EndsWith("admission_blocked scheduler_health_snapshot", Kinds(), StringComparison.Ordinal);
        Assert.Equal((2, 2), (_effects.Events[^1].Snapshot!.Active, _effects.Events[^2].Snapshot!.Active));
    }

    [Fact]
    public void Names_are_snake_case_and_unique()
    {
        var names = Enum.GetValues<SchedulerEventKind>().Select(kind => kind.Name()).ToArray();

        Assert.Equal(32, names.Distinct().Count());
        Assert.All(names, name => Assert.Matches("^[a-z]+(_[a-z]+)*$", name));
        Assert.Equal(["ok", "failed", "skipped", "cancelled"], Enum.GetValues<TaskEnd>().Select(end => end.Name()));
    }

    private void Apply(DispatchCommand command, double now) => _core.Apply(command, now, _effects);

    private string Kinds(bool sorted = false)
    {
        var names = _effects.Events.Select(record => record.Kind.Name());
        return string.Join(' ', sorted ? names.Order(StringComparer.Ordinal) : names);
    }
}
