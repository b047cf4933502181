using System.Numerics;

namespace Granary.SocketLoops.Loops;

/// <summary>Application tasks that wait on a loop: a ring of their own with an exact bound.</summary>
internal sealed class TaskPlaces(int bound)
{
    private readonly PostRing _ring = new((int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(2, bound)));
    private int _waiting;

    public int Waiting => Volatile.Read(ref _waiting);

    public bool IsEmpty => _ring.IsEmpty;

    public PostOutcome TryAdd(Action<object?> task, object? state)
    {
        if (Interlocked.Increment(ref _waiting) > bound)
        {
            Interlocked.Decrement(ref _waiting);
            return _ring.IsClosed ? PostOutcome.Stopped : PostOutcome.Overloaded;
        }

        // The ring is at least as large as the bound, so a place that was counted is there.
        var outcome = _ring.TryEnqueue(task, state);
        if (outcome != PostOutcome.Accepted)
        {
            Interlocked.Decrement(ref _waiting);
        }

        return outcome;
    }

    public bool TryTake(out Action<object?> task, out object? state)
    {
        if (!_ring.TryDequeue(out task, out state))
        {
            return false;
        }

        Interlocked.Decrement(ref _waiting);
        return true;
    }

    public void Close() => _ring.Close();
}
