using System.Runtime.InteropServices;
using Granary.SocketLoops.Kernels;
using Granary.SocketLoops.Native;

namespace Granary.SocketLoops.Epoll;

/// <summary>One epoll and one eventfd.</summary>
internal sealed unsafe class EpollKernel : ReadinessKernel
{
    private const int CloseOnExec = 0x80000;
    private const int Add = 1;
    private const int Delete = 2;
    private const uint In = 0x001;
    private const uint Out = 0x004;
    private const uint Error = 0x008;
    private const uint HangUp = 0x010;
    private const uint PeerHangUp = 0x2000;
    private const uint Edge = 1u << 31;
    private const long WakeToken = -1;

    // struct epoll_event is packed on x64 only.
    private static readonly int DataOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int EventSize = DataOffset + sizeof(long);

    private readonly int _epoll;
    private readonly EventSignal _signal;
    private readonly int _capacity;
    private readonly byte* _events;
    private int _count;
    private bool _disposed;

    public EpollKernel(int maxEvents)
    {
        _capacity = maxEvents;
        _epoll = Libc.EpollCreate(CloseOnExec);
        if (_epoll < 0)
        {
            throw new LoopKernelException("epoll_create1", Marshal.GetLastSystemError());
        }

        try
        {
            _signal = new EventSignal();
        }
        catch
        {
            _ = Libc.Close(_epoll);
            throw;
        }

        _events = (byte*)NativeMemory.Alloc((nuint)(maxEvents * EventSize));
        Control(Add, _signal.Descriptor, WakeToken, In | Edge);
    }

    public override int Wait(int timeoutMilliseconds)
    {
        var count = Libc.EpollWait(_epoll, _events, _capacity, timeoutMilliseconds);

        // Interrupted by a signal: nothing happened.
        _count = Math.Max(0, count);
        return _count;
    }

    public override void Dispatch()
    {
        for (var index = 0; index < _count; index++)
        {
            var entry = _events + (index * EventSize);
            var bits = *(uint*)entry;
            var token = *(long*)(entry + DataOffset);
            if (token == WakeToken)
            {
                continue;
            }

            var kinds = ReadyKinds.None;
            if ((bits & In) != 0)
            {
                kinds |= ReadyKinds.Readable;
            }

            if ((bits & Out) != 0)
            {
                kinds |= ReadyKinds.Writable;
            }

            if ((bits & PeerHangUp) != 0)
            {
                kinds |= ReadyKinds.HangUp;
            }

            if ((bits & (HangUp | Error)) != 0)
            {
                kinds |= ReadyKinds.Gone;
            }

            Deliver(token, kinds);
        }

        _count = 0;
    }

    public override void Wake() => _signal.Set();

    public override void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _signal.Dispose();
            _ = Libc.Close(_epoll);
            NativeMemory.Free(_events);
        }
    }

    protected internal override void Register(int descriptor, long token, bool listening) =>
        Control(Add, descriptor, token, listening ? In : In | Out | PeerHangUp | Edge);

    protected internal override void Unregister(int descriptor)
    {
        long none = 0;
        _ = Libc.EpollControl(_epoll, Delete, descriptor, &none);
    }

    private void Control(int operation, int descriptor, long token, uint bits)
    {
        var change = stackalloc byte[16];
        *(uint*)change = bits;
        *(long*)(change + DataOffset) = token;
        if (Libc.EpollControl(_epoll, operation, descriptor, change) != 0)
        {
            throw new LoopKernelException("epoll_ctl", Marshal.GetLastSystemError());
        }
    }
}
