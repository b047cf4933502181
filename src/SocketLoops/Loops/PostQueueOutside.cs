namespace Granary.SocketLoops.Loops;

/// <summary>
/// Producers that wait for a place in a full ring, served in arrival order by the loop. None is forgotten: a producer counts itself before it looks at
/// the ring once more, and whoever finds the ring full knows that the loop has posts to run, after which it looks at the count.
/// </summary>
internal sealed class PostQueueOutside
{
    private readonly Queue<PostWaiter> _waiters = new();
    private int _count;

    public bool IsEmpty => Volatile.Read(ref _count) == 0;

    /// <summary>A place in the ring after all, or a waiter in line.</summary>
    public PostWaiter? TryEnqueueOrWait(PostRing ring, Action<object?> callback, object? state, out PostOutcome outcome)
    {
        lock (_waiters)
        {
            Interlocked.Increment(ref _count);
            outcome = _waiters.Count == 0 ? ring.TryEnqueue(callback, state) : ring.IsClosed ? PostOutcome.Stopped : PostOutcome.Overloaded;
            if (outcome != PostOutcome.Overloaded)
            {
                Interlocked.Decrement(ref _count);
                return null;
            }

            var waiter = new PostWaiter(callback, state);
            _waiters.Enqueue(waiter);
            return waiter;
        }
    }

    /// <summary>Moves waiters into the ring while it has room; how many. On the loop.</summary>
    public int Admit(PostRing ring)
    {
        var admitted = 0;
        lock (_waiters)
        {
            while (_waiters.TryPeek(out var waiter))
            {
                // Room first, then the decision: a waiter keeps its right to give up as long as the ring is full.
                if (!waiter.IsDecided && ring.Depth >= ring.Capacity)
                {
                    break;
                }

                if (waiter.IsAdmitted || waiter.TryDecide())
                {
                    // A producer that saw no waiter may have taken the room just now; this one is then the first of the next turn.
                    waiter.IsAdmitted = true;
                    if (ring.TryEnqueue(waiter.Callback, waiter.State) != PostOutcome.Accepted)
                    {
                        break;
                    }

                    waiter.TrySetResult(true);
                    admitted++;
                }

                _waiters.Dequeue();
                Interlocked.Decrement(ref _count);
            }
        }

        return admitted;
    }

    /// <summary>The loop has stopped: nobody is admitted any more.</summary>
    public void Refuse()
    {
        lock (_waiters)
        {
            while (_waiters.TryDequeue(out var waiter))
            {
                Interlocked.Decrement(ref _count);
                if (waiter.IsAdmitted || waiter.TryDecide())
                {
                    waiter.TrySetResult(false);
                }
            }
        }
    }
}
