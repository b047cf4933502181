using Granary.Executors.Dispatch;

namespace Granary.Executors.Pools;

/// <summary>
/// The dispatch queue as a pool uses it: tasks that have a place and wait for a lane. A key has become a lane already; deadlines and bounds are the
/// controller's. Where the lanes are elsewhere (<paramref name="isSpread"/> false), one queue stands for all of them.
/// </summary>
internal sealed class TaskQueue(ExecutorPoolSettings settings, int lanes, bool isSpread)
{
    private static readonly DispatchTags Plain = new();
    private readonly DispatchQueue<PoolTask> _queue = new(new DispatchSettings(
        DispatchStrategies.ByName[settings.Options.Order], isSpread ? lanes : 1, settings.Options.AgingBound, MaxTasksPerLane: int.MaxValue));

    public int Count => _queue.Count;

    /// <summary>Tasks that may run on several lanes.</summary>
    public int Shared => _queue.Movable;

    public bool HasKeyed(int lane) => isSpread && _queue.BoundTo(lane) > 0;

    /// <summary>Adds a task behind the others of its level, or before them if it starts anew.</summary>
    public void Add(PoolTask task, bool first, TimeSpan now)
    {
        var tags = task is { KeyedLane: < 0, Priority: ExecutorPriority.Standard }
            ? Plain
            : new DispatchTags(task.Priority, Pinned: isSpread && task.KeyedLane >= 0 ? task.KeyedLane : null);
        _queue.Add(task, tags, now, out var entry, first);
        task.Entry = entry;
    }

    public void Remove(PoolTask task)
    {
        _queue.Remove(task.Entry!);
        task.Entry = null;
    }

    /// <summary>The task that goes next on this lane, taken out; null if none may.</summary>
    public PoolTask? Take(int lane, TimeSpan now)
    {
        var task = _queue.Take(isSpread ? lane : 0, now)?.Task;
        if (task is not null)
        {
            task.Entry = null;
        }

        return task;
    }

    /// <summary>Nothing starts on the lane, and what may move is for others; or it goes on (null).</summary>
    public void Pause(int lane, string? reason)
    {
        if (!isSpread)
        {
            return;
        }

        if (reason is null)
        {
            _queue.Resume(lane);
        }
        else
        {
            _queue.Pause(lane, reason);
        }
    }

    /// <summary>All tasks.</summary>
    public IEnumerable<PoolTask> All() => _queue.All().Select(static entry => entry.Task);
}
