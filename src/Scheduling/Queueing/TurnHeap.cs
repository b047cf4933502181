namespace Granary.Scheduling.Queueing;

/// <summary>
/// A binary heap whose items know their place, so that any of them leaves or moves at once. Every operation O(log n). Reading it by place lets
/// a walk visit items in order without changing anything: the children of place p are 2p + 1 and 2p + 2. Tags stand beside the items, so that finding
/// a place reads one piece of memory and not every item it passes.
/// </summary>
internal sealed class TurnHeap
{
    private Entry[] _items = new Entry[4];

    public int Count { get; private set; }

    public Turn this[int place] => _items[place].Item;

    public void Add(Turn item)
    {
        if (item.Place >= 0)
            throw new InvalidOperationException("A turn is in one heap at a time.");

        if (Count == _items.Length)
            Array.Resize(ref _items, Count * 2);

        Rise(new Entry(item), Count++);
    }

    public void Remove(Turn item)
    {
        var place = item.Place;
        if (place < 0 || place >= Count || !ReferenceEquals(_items[place].Item, item))
            throw new InvalidOperationException("The turn is not in this heap.");

        item.Place = -1;
        var last = _items[--Count];
        _items[Count] = default;
        if (place < Count)
            Settle(last, place);

        // A burst of groups must not hold its memory for ever.
        if (_items.Length > 64 && Count < _items.Length / 8)
            Array.Resize(ref _items, _items.Length / 4);
    }

    /// <summary>Puts an item back in order after its tag has changed.</summary>
    public void Update(Turn item) => Settle(new Entry(item), item.Place);

    private void Settle(in Entry entry, int place)
    {
        if (place > 0 && entry.Before(_items[(place - 1) / 2]))
            Rise(entry, place);
        else
            Sink(entry, place);
    }

    private void Rise(in Entry entry, int place)
    {
        while (place > 0)
        {
            var parent = (place - 1) / 2;
            if (!entry.Before(_items[parent]))
                break;

            Put(_items[parent], place);
            place = parent;
        }

        Put(entry, place);
    }

    private void Sink(in Entry entry, int place)
    {
        while (true)
        {
            var child = (place * 2) + 1;
            if (child >= Count)
                break;

            if (child + 1 < Count && _items[child + 1].Before(_items[child]))
                child++;

            if (!_items[child].Before(entry))
                break;

            Put(_items[child], place);
            place = child;
        }

        Put(entry, place);
    }

    private void Put(in Entry entry, int place)
    {
        _items[place] = entry;
        entry.Item.Place = place;
    }

    private readonly struct Entry(Turn item)
    {
        private readonly double _tag = item.Tag;
        private readonly long _activation = item.Activation;

        public Turn Item { get; } = item;

        public bool Before(in Entry other) => _tag < other._tag || (_tag == other._tag && _activation < other._activation);
    }
}
