namespace Granary.SocketLoops.Kernels;

/// <summary>
/// The kernel wait object of one loop and what hangs on it. Used on the loop's thread alone, but for <see cref="Wake"/>. Operations are
/// completion-shaped: sockets and listeners report to the events object they were attached with, on the loop.
/// </summary>
public abstract class LoopKernel : IDisposable
{
    /// <summary>Makes the loop look at <see cref="HasArrivals"/> before it sleeps, and wakes it if it does sleep. Any thread.</summary>
    public Action Signal { get; internal set; } = static () => { };

    /// <summary>Something of other threads waits for <see cref="Gather"/>.</summary>
    public virtual bool HasArrivals => false;

    /// <summary>The caller is the loop that this belongs to.</summary>
    public bool IsLoop => Thread.CurrentThread == Owner;

    internal Thread? Owner { get; } = Thread.CurrentThread;

    /// <summary>Waits for kernel events: not at all with 0, without a limit with -1. Returns how many <see cref="Dispatch"/> will report.</summary>
    public abstract int Wait(int timeoutMilliseconds);

    /// <summary>Reports the events of the last wait.</summary>
    public abstract void Dispatch();

    /// <summary>End of a turn: hands the kernel what was gathered.</summary>
    public virtual void Gather()
    {
    }

    /// <summary>Makes a wait return, now or when it is next entered. Any thread, at any time, also after disposal.</summary>
    public abstract void Wake();

    /// <summary>Takes over a connected, non-blocking descriptor.</summary>
    public abstract LoopSocket Attach(int descriptor, ILoopSocketEvents events);

    /// <summary>Accepts on a listening descriptor, which stays the caller's.</summary>
    public abstract LoopListening Listen(int descriptor, ILoopListenEvents events);

    /// <summary>The loop stops: tells every socket's events object and closes every descriptor it has.</summary>
    public abstract void EndConnections();

    /// <summary>
    /// What stands where now, one line per operation or socket, for whoever looks at a loop that stands still. Any thread; a picture taken while the loop
    /// moves on is blurred.
    /// </summary>
    public virtual string Describe() => string.Empty;

    /// <summary>Gives back the kernel objects.</summary>
    public abstract void Dispose();
}
