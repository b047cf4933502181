namespace Granary.SocketLoops.Native;

/// <summary>
/// How many threads are inside a call on a descriptor. Whoever is told true by <see cref="Close"/> or <see cref="Exit"/> closes the descriptor;
/// exactly one is, and after that nobody enters.
/// </summary>
internal sealed class UseCount
{
    private const int Closing = 1 << 30;
    private int _state;

    public bool TryEnter()
    {
        var seen = Volatile.Read(ref _state);
        while ((seen & Closing) == 0)
        {
            var before = Interlocked.CompareExchange(ref _state, seen + 1, seen);
            if (before == seen)
            {
                return true;
            }

            seen = before;
        }

        return false;
    }

    /// <summary>True: the last one inside has left and the descriptor is to be closed by the caller.</summary>
    public bool Exit() => Interlocked.Decrement(ref _state) == Closing;

    /// <summary>Nobody enters any more. True: nobody is inside, the caller closes the descriptor now.</summary>
    public bool Close() => Interlocked.Or(ref _state, Closing) == 0;
}
