using Granary.SocketLoops.Native;

namespace Granary.SocketLoops.Kernels;

/// <summary>
/// One connected descriptor on one loop. At most one receive and one send are pending, independent of each other. A descriptor is closed only when no
/// thread is inside a call on it, so its number is never reused under somebody.
/// </summary>
public abstract unsafe class LoopSocket
{
    /// <summary>Nothing now; the events object hears when to try again.</summary>
    public const int WouldBlock = SocketCalls.WouldBlock;

    /// <summary>Taken whole; the events object hears the result.</summary>
    public const int Pending = int.MinValue;

    /// <summary>The descriptor has been closed on our side.</summary>
    public const int Closed = -Errno.BadDescriptor;

    /// <summary>Number of the descriptor.</summary>
    public abstract int Descriptor { get; }

    /// <summary>Receives into pinned memory: the number of bytes, 0 at the end, <see cref="WouldBlock"/>, or a negative errno. The one reader's thread.</summary>
    public abstract int Receive(IoVector* vectors, int count);

    /// <summary>
    /// Sends pinned memory: the number of bytes taken, <see cref="WouldBlock"/>, a negative errno, or <see cref="Pending"/>, in which case the memory
    /// stays untouched until the result is reported. The one sender's thread.
    /// </summary>
    public abstract int Send(IoVector* vectors, int count);

    /// <summary>The connection stands: from now on its events are wanted. For kernels that receive by themselves. Loop thread, once.</summary>
    public virtual void Start()
    {
    }

    /// <summary>The reader waits for readable; for kernels that must be told. Called by the thread that waits.</summary>
    public virtual void WantRead()
    {
    }

    /// <summary>The sender waits for writable.</summary>
    public virtual void WantWrite()
    {
    }

    /// <summary>Ends the output in order, after what was sent. Any thread.</summary>
    public abstract void ShutdownWrite();

    /// <summary>Ends both directions at once, so that whatever waits hears of it; <paramref name="reset"/> makes the close a reset. Any thread.</summary>
    public abstract void Abort(bool reset);

    /// <summary>No more events; the descriptor is closed as soon as nobody is inside a call. Loop thread, idempotent.</summary>
    public abstract void Detach();
}
