namespace Granary.Executors.Pools;

/// <summary>
/// What is due next. An item armed anew leaves its old entry behind, which is recognized by its instant; entries are swept when most of them are such, so
/// memory follows the armed items and not the history.
/// </summary>
internal sealed class DueQueue
{
    private const int Spare = 64;
    private readonly PriorityQueue<(Timed Item, TimeSpan At), (TimeSpan At, long Order)> _queue = new();
    private long _order;
    private int _armed;

    /// <summary>Entries kept, for tests.</summary>
    internal int Entries => _queue.Count;

    /// <summary>The next instant at which something is due.</summary>
    public TimeSpan? Next
    {
        get
        {
            DropStale();
            return _queue.TryPeek(out var head, out _) ? head.At : null;
        }
    }

    /// <summary>Says when an item is due; null: never.</summary>
    public void Arm(Timed item, TimeSpan? at)
    {
        if (item.DueAt == at)
        {
            return;
        }

        _armed += (at is null ? 0 : 1) - (item.DueAt is null ? 0 : 1);
        item.DueAt = at;
        if (at is { } instant)
        {
            _queue.Enqueue((item, instant), (instant, ++_order));
        }

        if (_queue.Count > (2 * _armed) + Spare)
        {
            Sweep();
        }
    }

    /// <summary>An item whose instant has come, disarmed; null if there is none.</summary>
    public Timed? TakeDue(TimeSpan now)
    {
        DropStale();
        if (!_queue.TryPeek(out var head, out _) || head.At > now)
        {
            return null;
        }

        Arm(head.Item, null);
        return head.Item;
    }

    private void DropStale()
    {
        while (_queue.TryPeek(out var head, out _) && head.Item.DueAt != head.At)
        {
            _queue.Dequeue();
        }
    }

    private void Sweep()
    {
        // An item armed for A, then for B, then for A again has two entries of one instant; one of them is enough.
        var seen = new HashSet<Timed>(ReferenceEqualityComparer.Instance);
        var live = _queue.UnorderedItems.Where(entry => entry.Element.Item.DueAt == entry.Element.At && seen.Add(entry.Element.Item)).ToList();
        _queue.Clear();
        _queue.EnqueueRange(live);
    }
}
