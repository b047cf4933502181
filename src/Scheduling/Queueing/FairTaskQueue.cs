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
    private readonly Dictionary<TaskKey, QueuedEntry> _entries = [];
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
    public int Count => _entries.Count;

    /// <summary>A window on the counters.</summary>
    public QueueView View => new(this);

    internal ResourceTable Resources { get; }

    /// <summary>Whether the task is queued.</summary>
    public bool Contains(in TaskKey task) => _entries.ContainsKey(task);

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
        var key = selection.Task.Key;
        if (selection.Version != Version
            || selection.Group is not { } group
            || !_entries.TryGetValue(key, out var entry)
            || entry.Ticket != selection.Ticket
            || group.Tasks.First.Ticket != selection.Ticket)
        {
            return false;
        }

        _entries.Remove(key);
        group.Tasks.RemoveFirst();
        Recount(entry, -1);
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
        TaskKey[] chosen = [.. _entries.Keys.Where(predicate)];
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
        if (_entries.ContainsKey(task.Key))
            return false;

        var group = GroupOf(task.Declaration);
        var shape = group.ShapeOf(task.Declaration, Resources);
        var entry = new QueuedEntry(++_tickets, group, shape);
        _entries.Add(task.Key, entry);
        group.Tasks.Add(task, entry.Ticket);
        if (group.Queued == 0)
            Activate(group, task.Declaration, shape, now);

        Recount(entry, 1);
        return true;
    }

    private bool Drop(in TaskKey task)
    {
        if (!_entries.Remove(task, out var entry))
            return false;

        var group = entry.Group;
        Recount(entry, -1);
        if (group.Tasks.First.Ticket == entry.Ticket)
        {
            group.Tasks.RemoveFirst();
            AdvanceHead(group);
        }
        else if (group.Tasks.Count > (2 * group.Queued) + 32)
        {
            group.Tasks.Compact(_entries);
        }

        return true;
    }

    private void Recount(in QueuedEntry entry, int tasks)
    {
        var group = entry.Group;
        group.Queued += tasks;
        group.Tenant.Queued += tasks;
        group.Tenant.Band.Queued += tasks;
        entry.Shape.CountQueued(tasks);
        foreach (var want in entry.Shape.Wants)
        {
            group.Use(want.Resource).Queued += tasks * want.Amount;
        }
    }
}
