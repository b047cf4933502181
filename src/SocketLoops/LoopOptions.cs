namespace Granary.SocketLoops;

/// <summary>What carries the connections of the HTTP edge; section <c>Loops</c>.</summary>
public sealed class LoopOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Loops";

    /// <summary>
    /// Backend by name: <c>sockets</c> (stock), <c>epoll</c>, <c>io_uring</c>, <c>auto</c> (default), or one registered by code. One that cannot be had
    /// falls back along io_uring → epoll → sockets with a warning. A change needs a restart, as for everything below unless it says otherwise.
    /// </summary>
    public string Backend { get; set; } = LoopBackends.Auto;

    /// <summary>Backends that <c>auto</c> tries, in order, separated by commas. Default <c>sockets</c>.</summary>
    public string AutoOrder { get; set; } = LoopBackends.Sockets;

    /// <summary>A backend that cannot be had stops the start instead of falling back. Default false.</summary>
    public bool Strict { get; set; }

    /// <summary>Loops of the process: 1 to 64; 0 (default) is half of the cores, at least 1 and at most 16. 1 is the single-loop model.</summary>
    public int Loops { get; set; }

    /// <summary>
    /// Who accepts: <c>dispatcher</c> (default: loop 0 accepts and hands over by <c>Balance</c>) or <c>reuse_port</c> (one listener per loop, the kernel
    /// spreads by address). Unix sockets always use the dispatcher.
    /// </summary>
    public string Accept { get; set; } = AcceptStrategies.Dispatcher;

    /// <summary>How the dispatcher chooses a loop: <c>least_connections</c> (default), <c>round_robin</c> or <c>hash</c> of the client's address.</summary>
    public string Balance { get; set; } = BalanceStrategies.LeastConnections;

    /// <summary>Open connections of the process; one more is accepted, closed and counted: 1 to 1 000 000, default 10 000. May change while running.</summary>
    public int MaxConnections { get; set; } = 10_000;

    /// <summary>Connections that the kernel keeps until they are accepted: 1 to 65 535, default 1 024.</summary>
    public int Backlog { get; set; } = 1024;

    /// <summary>Kernel events that a loop takes per turn: 16 to 4 096, default 256.</summary>
    public int MaxEvents { get; set; } = 256;

    /// <summary>Places of a loop's post ring: 64 to 65 536, a power of two, default 1 024.</summary>
    public int PostCapacity { get; set; } = 1024;

    /// <summary>Application tasks that may wait on one loop; the next is refused as <c>loop_overloaded</c>: 1 to 1 000 000, default 1 000.</summary>
    public int MaxTasksPerLoop { get; set; } = 1000;

    /// <summary>
    /// Bytes of one connection that may be received and unread before the loop stops receiving; it goes on at half: 4 096 to 1 GiB, default 1 MiB. May
    /// change while running.
    /// </summary>
    public long ReadPause { get; set; } = 1024 * 1024;

    /// <summary>Flushed bytes of one connection that may be unsent before a flush waits; it goes on at half: 4 096 to 1 GiB, default 64 KiB. May change while running.</summary>
    public long WritePause { get; set; } = 64 * 1024;

    /// <summary>Size of a block that is received into and sent from, in bytes: 1 024 to 65 536, a power of two, default 4 096.</summary>
    public int ReceiveBlock { get; set; } = 4096;

    /// <summary>Runs the application's code on the loops: only for endpoints whose handlers never block. Default false; better set per endpoint.</summary>
    public bool Inline { get; set; }

    /// <summary>A client that ends its output while an answer is due counts as gone, as with <c>sockets</c>. Default false: it still gets its answer.</summary>
    public bool HangUpAborts { get; set; }

    /// <summary>Pins loops to CPUs: <c>off</c> (default), <c>on</c> (loop i on the i-th CPU of the process) or a list such as <c>0,2,3</c>.</summary>
    public string CpuAffinity { get; set; } = CpuPlacement.Off;

    /// <summary>
    /// Time that a loop looks again without blocking while its events come faster than that, in microseconds: 0 to 200, default 0. Never below 2 CPUs.
    /// May change while running.
    /// </summary>
    public int SpinMicroseconds { get; set; }

    /// <summary>A callback that takes longer on a loop is a stall: 1 ms to 1 min, default 10 ms. May change while running.</summary>
    public TimeSpan StallThreshold { get; set; } = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// Samples the stack of a loop that is stuck, at most once per 10 s. A sample costs seconds of processor time, so it is for looking into stalls, not
    /// for every day. Default false: the chain of state machines is recorded in any case. May change while running.
    /// </summary>
    public bool StallStacks { get; set; }

    /// <summary>Time that requests in flight get after their endpoint was unbound, before their connections are aborted: 0 to 10 min, default 30 s.</summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Places of the submission queue of one io_uring loop: 64 to 32 768, a power of two, default 1 024.</summary>
    public int UringEntries { get; set; } = 1024;

    /// <summary>Receive buffers of 4 KiB that one io_uring loop lends to the kernel: 16 to 32 768, a power of two, default 1 024.</summary>
    public int UringBuffers { get; set; } = 1024;

    /// <summary>Sends of an io_uring loop from this size on are made without copying: 0 (default, never) or 16 KiB to 1 MiB.</summary>
    public long ZeroCopyAbove { get; set; }

    /// <summary>Settings of single endpoints by name, found by their address.</summary>
    public IDictionary<string, LoopEndpointOptions> Endpoints { get; } = new Dictionary<string, LoopEndpointOptions>(StringComparer.Ordinal);
}
