namespace Granary.SocketLoops.Transport;

/// <summary>
/// Whether a direction of a socket may go on, and whether somebody waits for it: one word, changed by exchange. Every event of the kernel counts up,
/// so who closes the gate after a short or refused try closes it only if no event came since the look before the try: no edge is lost. The waiting
/// mark is taken by exactly one.
/// </summary>
internal struct SocketGate
{
    private const int OpenMark = 1;
    private const int WaitingMark = 2;
    private const int HangUpMark = 4;
    private const int Event = 8;
    private int _word;

    // The socket may be ready from the start.
    public SocketGate() => _word = OpenMark;

    public bool IsWaiting => (Volatile.Read(ref _word) & WaitingMark) != 0;

    /// <summary>Maybe ready; <paramref name="seen"/> is for closing it again.</summary>
    public bool IsOpen(out int seen)
    {
        seen = Volatile.Read(ref _word);
        return (seen & OpenMark) != 0;
    }

    /// <summary>A try would have blocked.</summary>
    public void Close(int seen) => Interlocked.CompareExchange(ref _word, seen & ~OpenMark, seen);

    /// <summary>A try got less than it asked for, so nothing is left, unless the end of the input stands behind.</summary>
    public void CloseAfterShort(int seen)
    {
        if ((seen & HangUpMark) == 0)
        {
            Close(seen);
        }
    }

    /// <summary>An event of the kernel: open. True if somebody waits; the caller has taken the mark and completes it.</summary>
    public bool Open(bool hangUp = false)
    {
        var seen = Volatile.Read(ref _word);
        while (true)
        {
            var next = (unchecked(seen + Event) | OpenMark | (hangUp ? HangUpMark : 0)) & ~WaitingMark;
            var before = Interlocked.CompareExchange(ref _word, next, seen);
            if (before == seen)
            {
                return (seen & WaitingMark) != 0;
            }

            seen = before;
        }
    }

    /// <summary>Sets the waiting mark; false if the gate is open after all.</summary>
    public bool TryPark()
    {
        var seen = Volatile.Read(ref _word);
        while ((seen & OpenMark) == 0)
        {
            var before = Interlocked.CompareExchange(ref _word, seen | WaitingMark, seen);
            if (before == seen)
            {
                return true;
            }

            seen = before;
        }

        return false;
    }

    /// <summary>Takes the waiting mark, if it is there.</summary>
    public bool TryTakeWaiter()
    {
        var seen = Volatile.Read(ref _word);
        while ((seen & WaitingMark) != 0)
        {
            var before = Interlocked.CompareExchange(ref _word, seen & ~WaitingMark, seen);
            if (before == seen)
            {
                return true;
            }

            seen = before;
        }

        return false;
    }
}
