using System.Diagnostics.CodeAnalysis;
using Granary.Admission;
using Granary.Scheduling.Resources;
using Granary.Scheduling.Tasks;

namespace Granary.Scheduling.Queueing;

/// <summary>
/// Which ready task is next. Life of a task here: <see cref="Enqueue"/> puts it at the end of its group; when it is its group's first it is its
/// group's head; a selection walks heads in turn and names one; <see cref="Commit"/> takes it out and charges its group and tenant one turn.
/// Bands go in order, but for one that has waited too long; in a band tenants take turns by weight, in a tenant groups do, in a group tasks
/// leave in the order they came. A head that cannot run hides its own group and nobody else. Not thread-safe.
/// </summary>
[SuppressMessage("Naming", "CA1711", Justification = "It is a queue; that it is no System.Collections.Queue is plain.")]
public sealed partial class FairTaskQueue
{
    private readonly TaskTable _tasks = new();
    private readonly Dictionary<GroupKey, FlowGroup> _groups = [];
    private readonly BandQueue[] _bands;
    private readonly FairQueueSettings _settings;
    private long _tickets;

    /// <summary>An empty queue.</summary>
    /// <param name="resources">Which demands can be met now: groups whose head's demand cannot are not looked at.</param>
    /// <param name="settings">Null: defaults.</param>
    public FairTaskQueue(ResourceTable resources, FairQueueSettings? settings = null)
    {
        Resources = resources;
        _settings = settings ?? new FairQueueSettings();
        _bands = [.. Enum.GetValues<Band>().Select(band => new BandQueue(band, _settings.MaxIdleTags))];
    }

    /// <summary>Grows by one with every change of what is queued.</summary>
    public long Version { get; private set; }

    /// <summary>Queued tasks.</summary>
    public int Count => _tasks.Count;

    /// <summary>A window on the counters.</summary>
    public QueueView View => new(this);

    internal ResourceTable Resources { get; }

    /// <summary>The first task of a group that has one.</summary>
    internal ref readonly QueuedTask First(FlowGroup group) => ref _tasks[group.First].Task;

    /// <summary>Whether the task is queued.</summary>
    public bool Contains(in TaskKey task) => _tasks.Find(task, TaskTable.HashOf(task)) >= 0;

    /// <summary>Queues tasks, except those that are queued already.</summary>
    /// <param name="tasks">In the order in which each group shall serve them.</param>
    /// <param name="now">Seconds.</param>
    /// <param name="accepted">Gets the keys of those accepted, in order.</param>
    public void Enqueue(IReadOnlyList<QueuedTask> tasks, double now, ICollection<TaskKey>? accepted = null)
    {
        var before = Count;
        for (var index = 0; index < tasks.Count; index++)
        {
            var task = tasks[index];
            if (Add(task, now))
                accepted?.Add(task.Key);
        }

        if (Count > before)
            Version++;
    }

    /// <summary>Takes a selected task out and moves its group and tenant on. False if the queue is not what it was at the selection.</summary>
    public bool Commit(in Selection selection, double now)
    {
        if (selection.Version != Version || selection.Group is not { First: >= 0 } group)
            return false;

        // The first of its group is found by its place; a selection made of another task has another ticket.
        ref readonly var entry = ref _tasks[group.First];
        if (entry.Ticket != selection.Ticket || entry.Group != group)
            return false;

        Recount(group, entry.Shape, -1);
        _tasks.Remove(group.First);
        var tenant = group.Tenant;
        var band = tenant.Band;
        tenant.Clock.Charge(group, group.Weight);
        band.Clock.Charge(tenant, tenant.Weight);
        band.WaitsSince = now;
        AdvanceHead(group);
        if (tenant.Queued > 0)
            band.Active.Update(tenant);

        Version++;
        return true;
    }

    /// <summary>Takes a task out without charging anybody. False if it is not queued.</summary>
    public bool Discard(in TaskKey task)
    {
        if (!Drop(task))
            return false;

        Version++;
        return true;
    }

    /// <summary>Takes out all tasks for which the predicate holds. Looks at every queued task.</summary>
    /// <param name="predicate">Which.</param>
    /// <param name="discarded">Gets their keys, in no particular order.</param>
    /// <returns>How many.</returns>
    public int DiscardWhere(Func<TaskKey, bool> predicate, ICollection<TaskKey>? discarded = null)
    {
        TaskKey[] chosen = [.. _tasks.Keys.Where(predicate)];
        foreach (var task in chosen)
        {
            Drop(task);
            discarded?.Add(task);
        }

        if (chosen.Length > 0)
            Version++;

        return chosen.Length;
    }

    internal IEnumerable<FlowGroup> Groups => _groups.Values;

    internal FlowGroup? Group(GroupKey key) => _groups.GetValueOrDefault(key);

    internal IEnumerable<FlowGroup> ActiveGroups()
    {
        foreach (var lane in _bands.SelectMany(band => band.Tenants).Where(tenant => tenant.Queued > 0).SelectMany(tenant => tenant.Lanes))
        {
            for (var place = 0; place < lane.Groups.Count; place++)
            {
                yield return (FlowGroup)lane.Groups[place];
            }
        }
    }

    private bool Add(in QueuedTask task, double now)
    {
        var hash = TaskTable.HashOf(task.Key);
        if (_tasks.Find(task.Key, hash) >= 0)
            return false;

        var group = GroupOf(task.Declaration);
        var shape = group.ShapeOf(task.Declaration, Resources);
        ref var entry = ref _tasks[_tasks.Add(task, hash, group)];
        (entry.Ticket, entry.Shape) = (++_tickets, shape);
        if (group.Queued == 0)
            Activate(group, task.Declaration, shape, now);

        Recount(group, shape, 1);
        return true;
    }

    private bool Drop(in TaskKey task)
    {
        var place = _tasks.Find(task, TaskTable.HashOf(task));
        if (place < 0)
            return false;

        var group = _tasks[place].Group;
        var wasFirst = group.First == place;
        Recount(group, _tasks[place].Shape, -1);
        _tasks.Remove(place);
        if (wasFirst)
            AdvanceHead(group);

        return true;
    }

    private static void Recount(FlowGroup group, DemandShape shape, int tasks)
    {
        group.Queued += tasks;
        group.Tenant.Queued += tasks;
        group.Tenant.Band.Queued += tasks;
        shape.CountQueued(tasks);
        foreach (var want in shape.Wants)
        {
            group.Use(want.Resource).Queued += tasks * want.Amount;
        }
    }
}
