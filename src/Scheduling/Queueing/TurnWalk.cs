namespace Granary.Scheduling.Queueing;

/// <summary>
/// Visits the items of several heaps in turn without changing the heaps: a small heap of places that could come next. Visiting k items costs
/// O(k log k) however large the heaps are.
/// </summary>
internal sealed class TurnWalk
{
    private (Turn Item, TurnHeap Heap)[] _front = new (Turn, TurnHeap)[8];
    private int _count;

    public void Start() => _count = 0;

    /// <summary>The item at a place may come next; nothing happens if the heap has no such place.</summary>
    public void Add(TurnHeap heap, int place)
    {
        if (place >= heap.Count)
            return;

        if (_count == _front.Length)
            Array.Resize(ref _front, _count * 2);

        var item = heap[place];
        var at = _count++;
        while (at > 0 && item.Before(_front[(at - 1) / 2].Item))
        {
            _front[at] = _front[(at - 1) / 2];
            at = (at - 1) / 2;
        }

        _front[at] = (item, heap);
    }

    /// <summary>What follows an item in its own heap may come next.</summary>
    public void AddAfter(TurnHeap heap, Turn item)
    {
        Add(heap, (item.Place * 2) + 1);
        Add(heap, (item.Place * 2) + 2);
    }

    /// <summary>Takes the next item.</summary>
    public bool Next(out Turn item, out TurnHeap heap)
    {
        if (_count == 0)
        {
            (item, heap) = (null!, null!);
            return false;
        }

        (item, heap) = _front[0];
        var last = _front[--_count];
        var at = 0;
        while (true)
        {
            var child = (at * 2) + 1;
            if (child >= _count)
                break;

            if (child + 1 < _count && _front[child + 1].Item.Before(_front[child].Item))
                child++;

            if (!_front[child].Item.Before(last.Item))
                break;

            _front[at] = _front[child];
            at = child;
        }

        _front[at] = last;
        return true;
    }
}
