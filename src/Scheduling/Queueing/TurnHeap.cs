namespace Granary.Scheduling.Queueing;

/// <summary>
/// A binary heap whose items know their place, so that any of them leaves or moves at once. Every operation O(log n). Reading it by place lets
/// a walk visit items in order without changing anything: the children of place p are 2p + 1 and 2p + 2.
/// </summary>
internal sealed class TurnHeap
{
    private Turn[] _items = new Turn[4];

    public int Count { get; private set; }

    public Turn this[int place] => _items[place];

    public void Add(Turn item)
    {
        if (item.Place >= 0)
            throw new InvalidOperationException("A turn is in one heap at a time.");

        if (Count == _items.Length)
            Array.Resize(ref _items, Count * 2);

        Rise(item, Count++);
    }

    public void Remove(Turn item)
    {
        var place = item.Place;
        if (place < 0 || place >= Count || !ReferenceEquals(_items[place], item))
            throw new InvalidOperationException("The turn is not in this heap.");

        item.Place = -1;
        var last = _items[--Count];
        _items[Count] = null!;
        if (place < Count)
            Settle(last, place);

        // A burst of groups must not hold its memory for ever.
        if (_items.Length > 64 && Count < _items.Length / 8)
            Array.Resize(ref _items, _items.Length / 4);
    }

    /// <summary>Puts an item back in order after its tag has changed.</summary>
    public void Update(Turn item) => Settle(item, item.Place);

    private void Settle(Turn item, int place)
    {
        if (place > 0 && item.Before(_items[(place - 1) / 2]))
            Rise(item, place);
        else
            Sink(item, place);
    }

    private void Rise(Turn item, int place)
    {
        while (place > 0)
        {
            var parent = (place - 1) / 2;
            if (!item.Before(_items[parent]))
                break;

            Put(_items[parent], place);
            place = parent;
        }

        Put(item, place);
    }

    private void Sink(Turn item, int place)
    {
        while (true)
        {
            var child = (place * 2) + 1;
            if (child >= Count)
                break;

            if (child + 1 < Count && _items[child + 1].Before(_items[child]))
                child++;

            if (!_items[child].Before(item))
                break;

            Put(_items[child], place);
            place = child;
        }

        Put(item, place);
    }

    private void Put(Turn item, int place)
    {
        _items[place] = item;
        item.Place = place;
    }
}
