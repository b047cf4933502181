using Granary.Scheduling.Tasks;

namespace Granary.Scheduling.Queueing;

/// <summary>
/// A read-only window on the live counters of a queue. Nothing is copied, so its numbers mean what they say only while <see cref="IsCurrent"/>.
/// </summary>
public readonly struct QueueView
{
    private readonly FairTaskQueue _queue;

    internal QueueView(FairTaskQueue queue) => (_queue, Version) = (queue, queue.Version);

    /// <summary>Version of the queue it was taken from.</summary>
    public long Version { get; }

    /// <summary>The queue has not changed since.</summary>
    public bool IsCurrent => _queue.Version == Version;

    /// <summary>Queued tasks.</summary>
    public int Total => _queue.Count;

    /// <summary>The first task of every group that has one, in no particular order.</summary>
    public IEnumerable<QueuedTask> Heads
    {
        get
        {
            var queue = _queue;
            return queue.ActiveGroups().Select(group => queue.First(group));
        }
    }

    /// <summary>Tasks queued per group, for groups that have any.</summary>
    public IEnumerable<KeyValuePair<GroupKey, int>> QueuedByGroup =>
        _queue.ActiveGroups().Select(group => KeyValuePair.Create(group.Key, group.Queued));

    /// <summary>Tasks queued in a group.</summary>
    public int Queued(GroupKey group) => _queue.Group(group)?.Queued ?? 0;

    /// <summary>Units of a resource that all queued tasks want together.</summary>
    public int Demand(string resource) => _queue.Resources.Find(resource)?.Queued ?? 0;

    /// <summary>Units of a resource that a group's queued tasks want together.</summary>
    public int Demand(GroupKey group, string resource) =>
        _queue.Group(group)?.Uses.FirstOrDefault(use => use.Resource.Name == resource)?.Queued ?? 0;
}
