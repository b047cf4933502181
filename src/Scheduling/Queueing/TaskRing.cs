using Granary.Scheduling.Tasks;

namespace Granary.Scheduling.Queueing;

/// <summary>The tasks of one group, first in first out. Discarded ones stay as dead places until they reach the front, or half is dead.</summary>
internal sealed class TaskRing
{
    private (QueuedTask Task, long Ticket)[] _items = [];
    private int _first;

    /// <summary>Places, dead ones included.</summary>
    public int Count { get; private set; }

    public ref readonly (QueuedTask Task, long Ticket) First => ref _items[_first];

    public void Add(in QueuedTask task, long ticket)
    {
        if (Count == _items.Length)
            Resize(Math.Max(8, Count * 2));

        _items[Index(Count++)] = (task, ticket);
    }

    public void RemoveFirst()
    {
        _items[_first] = default;
        _first = Index(1);
        if (--Count == 0)
            (_items, _first) = (_items.Length > 64 ? [] : _items, 0);
    }

    /// <summary>Keeps those that still count, in order.</summary>
    public void Compact(Dictionary<TaskKey, QueuedEntry> live)
    {
        var kept = new (QueuedTask, long)[Math.Max(8, Count / 2)];
        var count = 0;
        for (var offset = 0; offset < Count; offset++)
        {
            ref readonly var item = ref _items[Index(offset)];
            if (!live.TryGetValue(item.Task.Key, out var entry) || entry.Ticket != item.Ticket)
                continue;

            if (count == kept.Length)
                Array.Resize(ref kept, count * 2);

            kept[count++] = item;
        }

        (_items, _first, Count) = (kept, 0, count);
    }

    /// <summary>All places in order, dead ones included.</summary>
    public IEnumerable<(QueuedTask Task, long Ticket)> All()
    {
        for (var offset = 0; offset < Count; offset++)
        {
            yield return _items[Index(offset)];
        }
    }

    private int Index(int offset)
    {
        var index = _first + offset;
        return index >= _items.Length ? index - _items.Length : index;
    }

    private void Resize(int capacity)
    {
        var items = new (QueuedTask, long)[capacity];
        for (var offset = 0; offset < Count; offset++)
        {
            items[offset] = _items[Index(offset)];
        }

        (_items, _first) = (items, 0);
    }
}
