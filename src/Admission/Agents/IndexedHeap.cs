namespace Granary.Admission.Agents;

/// <summary>
/// A binary heap whose items know their place, so that any of them leaves at once: nothing dead is ever kept. Every operation O(log n).
/// </summary>
internal sealed class IndexedHeap<T>(int lane = 0)
    where T : class, IHeapItem<T>
{
    private T[] _items = new T[4];

    /// <summary>Items in the heap.</summary>
    public int Count { get; private set; }

    /// <summary>The first item, or null.</summary>
    public T? First => Count == 0 ? null : _items[0];

    /// <summary>Whether the item is in this heap.</summary>
    public bool Contains(T item) => item.Place(lane) >= 0;

    /// <summary>How many items go before that one, which need not be in; reads them all.</summary>
    public int CountBefore(T item)
    {
        var count = 0;
        foreach (var other in _items.AsSpan(0, Count))
        {
            count += !ReferenceEquals(other, item) && other.Before(item, lane) ? 1 : 0;
        }

        return count;
    }

    /// <summary>Puts an item in.</summary>
    public void Add(T item)
    {
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, Count * 2);
        }

        Rise(item, Count++);
    }

    /// <summary>Takes an item out; nothing happens if it is not in.</summary>
    public void Remove(T item)
    {
        var place = item.Place(lane);
        if (place < 0)
        {
            return;
        }

        item.Place(lane) = -1;
        var last = _items[--Count];
        _items[Count] = null!;
        if (place == Count)
        {
            Shrink();
            return;
        }

        Settle(last, place);
        Shrink();
    }

    /// <summary>Puts an item back in order after its key has changed.</summary>
    public void Update(T item)
    {
        if (item.Place(lane) is >= 0 and var place)
        {
            Settle(item, place);
        }
    }

    private void Settle(T item, int place)
    {
        if (place > 0 && item.Before(_items[(place - 1) / 2], lane))
        {
            Rise(item, place);
        }
        else
        {
            Sink(item, place);
        }
    }

    private void Rise(T item, int place)
    {
        while (place > 0)
        {
            var parent = (place - 1) / 2;
            if (!item.Before(_items[parent], lane))
            {
                break;
            }

            Put(_items[parent], place);
            place = parent;
        }

        Put(item, place);
    }

    private void Sink(T item, int place)
    {
        while (true)
        {
            var child = (place * 2) + 1;
            if (child >= Count)
            {
                break;
            }

            if (child + 1 < Count && _items[child + 1].Before(_items[child], lane))
            {
                child++;
            }

            if (!_items[child].Before(item, lane))
            {
                break;
            }

            Put(_items[child], place);
            place = child;
        }

        Put(item, place);
    }

    private void Put(T item, int place)
    {
        _items[place] = item;
        item.Place(lane) = place;
    }

    private void Shrink()
    {
        // A burst of ten thousand waiters must not hold its memory for ever.
        if (_items.Length > 64 && Count < _items.Length / 8)
        {
            Array.Resize(ref _items, _items.Length / 4);
        }
    }
}
