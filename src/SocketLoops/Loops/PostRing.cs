using System.Runtime.InteropServices;

namespace Granary.SocketLoops.Loops;

/// <summary>
/// Bounded ring of posts: many producers, one consumer, one sequence number per slot. A producer takes its place with one exchange, so the order of
/// each producer is kept; a place taken is a place run. Closing marks the tail, after which no place is taken and the consumer can empty the rest.
/// </summary>
internal sealed class PostRing
{
    private const long Closed = 1L << 62;
    private readonly Slot[] _slots;
    private readonly int _mask;
    private Ends _ends;

    public PostRing(int capacity)
    {
        _slots = new Slot[capacity];
        _mask = capacity - 1;
        for (var index = 0; index < capacity; index++)
        {
            _slots[index].Sequence = index;
        }
    }

    /// <summary>Places taken now; for the inspector.</summary>
    public int Depth => (int)Math.Max(0, (Volatile.Read(ref _ends.Tail) & ~Closed) - Volatile.Read(ref _ends.Head));

    public int Capacity => _slots.Length;

    public bool IsClosed => (Volatile.Read(ref _ends.Tail) & Closed) != 0;

    /// <summary>Nothing was taken that the consumer has not seen; exact on the consumer's thread.</summary>
    public bool IsEmpty => (Volatile.Read(ref _ends.Tail) & ~Closed) == _ends.Head;

    public PostOutcome TryEnqueue(Action<object?> callback, object? state)
    {
        var tail = Volatile.Read(ref _ends.Tail);
        while (true)
        {
            if ((tail & Closed) != 0)
            {
                return PostOutcome.Stopped;
            }

            ref var slot = ref _slots[(int)tail & _mask];
            var ahead = Volatile.Read(ref slot.Sequence) - tail;
            if (ahead == 0)
            {
                var before = Interlocked.CompareExchange(ref _ends.Tail, tail + 1, tail);
                if (before == tail)
                {
                    slot.Callback = callback;
                    slot.State = state;
                    Volatile.Write(ref slot.Sequence, tail + 1);
                    return PostOutcome.Accepted;
                }

                tail = before;
            }
            else if (ahead < 0)
            {
                // The slot is still taken by a post of the last round. Full, unless the tail has moved on meanwhile.
                var now = Volatile.Read(ref _ends.Tail);
                if (now == tail)
                {
                    return PostOutcome.Overloaded;
                }

                tail = now;
            }
            else
            {
                tail = Volatile.Read(ref _ends.Tail);
            }
        }
    }

    /// <summary>The oldest post; false if there is none, or if its producer has taken the place but not filled it yet. Consumer only.</summary>
    public bool TryDequeue(out Action<object?> callback, out object? state)
    {
        var head = _ends.Head;
        ref var slot = ref _slots[(int)head & _mask];
        if (Volatile.Read(ref slot.Sequence) != head + 1)
        {
            callback = null!;
            state = null;
            return false;
        }

        callback = slot.Callback!;
        state = slot.State;
        slot.Callback = null;
        slot.State = null;
        Volatile.Write(ref slot.Sequence, head + _slots.Length);
        Volatile.Write(ref _ends.Head, head + 1);
        return true;
    }

    /// <summary>No place is taken from now on. Idempotent.</summary>
    public void Close() => Interlocked.Or(ref _ends.Tail, Closed);

    private struct Slot
    {
        public long Sequence;
        public Action<object?>? Callback;
        public object? State;
    }

    // The two ends on cache lines of their own.
    [StructLayout(LayoutKind.Explicit, Size = 192)]
    private struct Ends
    {
        [FieldOffset(64)]
        public long Tail;

        [FieldOffset(128)]
        public long Head;
    }
}
