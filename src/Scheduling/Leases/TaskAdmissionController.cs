using Granary.Scheduling.Queueing;
using Granary.Scheduling.Resources;
using Granary.Scheduling.Tasks;

namespace Granary.Scheduling.Leases;

/// <summary>
/// Leases scheduler resources to the tasks of a queue. Says which head may run (<see cref="SelectNext"/>), leases it (<see cref="TryAcquire"/>)
/// and takes leases back. What is leased never exceeds a limit, except by <see cref="Resume"/> and after a limit was lowered. Not thread-safe.
/// </summary>
public sealed partial class TaskAdmissionController
{
    /// <summary>Leases that may be yielded at once.</summary>
    public const int MaxYielded = 1_024;

    private readonly FairTaskQueue _queue;
    private readonly ResourceTable _resources;
    private readonly TaskPolicy _policy;
    private readonly bool _usesSpare;
    private readonly ulong _incarnation;
    private readonly LeaseBook _book = new();
    private long _numbers;

    /// <summary>A controller for one queue and its resources.</summary>
    /// <param name="settings">Limits are those of the queue's resources; the policy is taken from here.</param>
    /// <param name="queue">The queue whose heads press on each other.</param>
    /// <param name="incarnation">This life of the controller; leases of another one are refused.</param>
    public TaskAdmissionController(TaskAdmissionSettings settings, FairTaskQueue queue, ulong incarnation)
    {
        settings.ThrowIfInvalid();
        _queue = queue;
        _resources = queue.Resources;
        _policy = TaskPolicy.Of(settings.Policy);
        _usesSpare = settings.Policy.UsesSpare;
        _incarnation = incarnation;
    }

    /// <summary>Refuse everything from now on; what runs may end.</summary>
    public bool ShuttingDown { get; set; }

    /// <summary>Leases in force, yielded ones included.</summary>
    public int Active => _book.Count;

    /// <summary>Of those, the yielded ones.</summary>
    public int Yielded { get; private set; }

    /// <summary>Releases that did not give units back, since the start.</summary>
    public long Diagnostics { get; private set; }

    /// <summary>
    /// The first head in turn that may run by its fair part; if there is none although some head lacks nothing, and the policy is
    /// work-conserving, the first that only the pressure of its peers holds back. Changes nothing.
    /// </summary>
    public bool SelectNext(double now, out Selection selection)
    {
        var judge = new AdmissionJudge(_policy, _usesSpare);
        selection = default;
        return !ShuttingDown && _queue.SelectNext(now, ref judge, out selection);
    }

    /// <summary>Whether the task may run now; null: yes. Changes nothing.</summary>
    public TaskDenial? Evaluate(in QueuedTask task, AdmissionMode mode = AdmissionMode.Fair)
    {
        var group = _queue.Group(task.Declaration.Group);
        var shape = group is null ? _resources.ShapeOf(task.Declaration) : group.ShapeOf(task.Declaration, _resources);
        var asker = group is { Queued: > 0 }
            ? new GroupStanding(group)
            : new GroupStanding(group, task.Declaration.Weight, task.Declaration.GroupCap, task.Declaration.Group.Identity);
        return Explain(asker, shape, mode);
    }

    /// <summary>
    /// Leases a selected task: the same judgement as <see cref="Evaluate"/>, then lease, counters and debt in one step. The queue must still be
    /// what it was at the selection.
    /// </summary>
    /// <returns>Null: leased. Else why not.</returns>
    /// <exception cref="ArgumentException">The selection is not of this queue or not of its present version.</exception>
    public TaskDenial? TryAcquire(in Selection selection, double now, out TaskLease lease)
    {
        if (selection.Group is not { Head: { } shape } group || selection.Version != _queue.Version)
            throw new ArgumentException($"The selection is of version {selection.Version}, the queue is at {_queue.Version}.", nameof(selection));

        lease = default;
        var asker = new GroupStanding(group);
        if (ShuttingDown || !shape.IsOpen || _policy.Judge(asker, shape, selection.Mode).Denial is not null)
            return Explain(asker, shape, selection.Mode);

        _policy.Acquiring(asker, shape);
        lease = new TaskLease(_incarnation, ++_numbers, selection.Task, now, selection.Mode);
        _book.Add(lease.Number, new ActiveLease(selection.Task.Key, group, shape, Yielded: false));
        group.Leases++;
        shape.TakeOff();
        Hold(group, shape);
        return null;
    }

    /// <summary>Whether the lease is one of this controller and has not ended.</summary>
    public bool IsInForce(in TaskLease lease) => Find(lease, out _) == TaskReleaseResult.Released;

    /// <summary>Ends a lease. Never throws; only <see cref="TaskReleaseResult.Released"/> changes anything.</summary>
    public TaskReleaseResult Release(in TaskLease lease)
    {
        var result = Find(lease, out var active);
        if (result != TaskReleaseResult.Released)
        {
            Diagnostics++;
            return result;
        }

        _book.Remove(lease.Number);
        if (active.Yielded)
            Yielded--;
        else
            GiveBack(active.Group, active.Shape);

        active.Shape.Land();
        active.Group.Leases = Math.Max(0, active.Group.Leases - 1);
        _queue.Released(active.Group);
        return result;
    }

    /// <summary>
    /// Gives the units of a running task back while it waits for a permit. It stays in flight for its resource key and its run. False, without
    /// effect: not in force, already yielded, or <see cref="MaxYielded"/> are yielded; the task then waits on its units.
    /// </summary>
    public bool Yield(in TaskLease lease)
    {
        if (Find(lease, out var active) != TaskReleaseResult.Released || active.Yielded || Yielded >= MaxYielded)
            return false;

        Yielded++;
        _book.Replace(lease.Number, active with { Yielded = true });
        GiveBack(active.Group, active.Shape);
        return true;
    }

    /// <summary>
    /// Takes the units of a yielded task again, above the limit if need be: whoever holds a permit never waits for units, so the two layers
    /// cannot wait for each other. False, without effect: not in force or not yielded.
    /// </summary>
    public bool Resume(in TaskLease lease)
    {
        if (Find(lease, out var active) != TaskReleaseResult.Released || !active.Yielded)
            return false;

        Yielded--;
        _book.Replace(lease.Number, active with { Yielded = false });
        Hold(active.Group, active.Shape);
        return true;
    }

    private TaskReleaseResult Find(in TaskLease lease, out ActiveLease active)
    {
        active = default;
        if (lease.Incarnation != _incarnation)
            return TaskReleaseResult.WrongGeneration;

        if (_book.TryGet(lease.Number, out active))
            return active.Task == lease.Task.Key ? TaskReleaseResult.Released : TaskReleaseResult.StaleLease;

        return _book.WasReleased(lease.Number) && lease.Number > 0 ? TaskReleaseResult.Duplicate : TaskReleaseResult.UnknownLease;
    }

    private static void Hold(FlowGroup group, DemandShape shape)
    {
        group.Running++;
        foreach (var want in shape.Wants)
        {
            group.Use(want.Resource).Leased += want.Amount;
        }

        shape.Lease();
    }

    private static void GiveBack(FlowGroup group, DemandShape shape)
    {
        group.Running = Math.Max(0, group.Running - 1);
        foreach (var want in shape.Wants)
        {
            var use = group.Use(want.Resource);
            use.Leased = Math.Max(0, use.Leased - want.Amount);
            use.Debt = Math.Max(0, use.Debt - want.Amount);
        }

        shape.GiveBack();
    }
}
