namespace Granary.Executors.Pools;

/// <summary>
/// Tasks that have a place and wait for a lane, in arrival order: one queue for all lanes, and one per lane for the tasks whose key binds them to it. Of two
/// tasks that may run on a lane the older one goes first, so none is passed over for ever.
/// </summary>
internal sealed class TaskQueue(int lanes)
{
    private readonly LinkedList<PoolTask> _shared = new();
    private readonly LinkedList<PoolTask>?[] _keyed = new LinkedList<PoolTask>?[lanes];

    public int Count { get; private set; }

    /// <summary>Tasks that any lane may take.</summary>
    public int Shared => _shared.Count;

    public bool HasKeyed(int lane) => _keyed[lane] is { Count: > 0 };

    /// <summary>Adds a task behind the others, or before them if it starts anew.</summary>
    public void Add(PoolTask task, bool first)
    {
        var queue = task.KeyedLane < 0 ? _shared : _keyed[task.KeyedLane] ??= new LinkedList<PoolTask>();
        if (first)
        {
            queue.AddFirst(task.Node);
        }
        else
        {
            queue.AddLast(task.Node);
        }

        Count++;
    }

    public void Remove(PoolTask task)
    {
        task.Node.List!.Remove(task.Node);
        Count--;
    }

    /// <summary>The task that goes next on this lane, taken out; null if none may.</summary>
    public PoolTask? Take(int lane)
    {
        var shared = _shared.First?.Value;
        var keyed = _keyed[lane]?.First?.Value;
        var task = shared is null || keyed?.Arrival < shared.Arrival ? keyed : shared;
        if (task is not null)
        {
            Remove(task);
        }

        return task;
    }

    /// <summary>All tasks.</summary>
    public IEnumerable<PoolTask> All() => _shared.Concat(_keyed.OfType<LinkedList<PoolTask>>().SelectMany(static queue => queue));
}
