using System.Runtime.InteropServices;
using Granary.SocketLoops.Native;

namespace Granary.SocketLoops.Uring;

/// <summary>
/// Receive buffers lent to the kernel by a buffer ring. The kernel takes one for each receive; whoever has read it gives it back, from any thread.
/// </summary>
internal sealed unsafe class UringBuffers : IDisposable
{
    private const int EntryBytes = 16;
    private const int TailOffset = 14;
    private const int PrivateAnonymous = 0x22;

    private readonly Lock _lock = new();
    private readonly UringRing _ring;
    private readonly ushort _group;
    private readonly int _mask;
    private readonly int _size;
    private readonly byte* _entries;
    private readonly nuint _entriesLength;
    private readonly byte* _memory;
    private readonly nuint _memoryLength;
    private ushort _tail;
    private bool _disposed;

    /// <exception cref="LoopKernelException">The kernel has no buffer rings, or no memory.</exception>
    public UringBuffers(UringRing ring, ushort group, int count, int size)
    {
        _ring = ring;
        _group = group;
        _mask = count - 1;
        _size = size;
        _entriesLength = (nuint)Math.Max(4096, count * EntryBytes);
        _memoryLength = (nuint)count * (nuint)size;
        _entries = (byte*)Libc.Map(null, _entriesLength, 3, PrivateAnonymous, -1, 0);
        _memory = (byte*)Libc.Map(null, _memoryLength, 3, PrivateAnonymous, -1, 0);
        if ((nint)_entries == -1 || (nint)_memory == -1)
        {
            throw new LoopKernelException("mmap of receive buffers", Marshal.GetLastSystemError());
        }

        // struct io_uring_buf_reg: address, entries, group, flags, reserved.
        var registration = stackalloc ulong[5];
        registration[0] = (ulong)_entries;
        registration[1] = (uint)count | ((ulong)group << 32);
        registration[2] = registration[3] = registration[4] = 0;
        var result = ring.Register(UringCodes.RegisterBufferRing, registration, 1);
        if (result < 0)
        {
            Unmap();
            throw new LoopKernelException("registration of receive buffers", -result);
        }

        for (var buffer = 0; buffer < count; buffer++)
        {
            Put(buffer);
        }

        Publish();
    }

    /// <summary>Buffers in somebody's hands; for the inspector and tests.</summary>
    public int Lent { get; private set; }

    public byte* Address(int buffer) => _memory + ((nuint)buffer * (nuint)_size);

    /// <summary>The kernel has filled one.</summary>
    public void Took()
    {
        lock (_lock)
        {
            Lent++;
        }
    }

    /// <summary>It may be filled again.</summary>
    public void Return(int buffer)
    {
        lock (_lock)
        {
            if (!_disposed)
            {
                Lent--;
                Put(buffer);
                Publish();
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
        }

        var registration = stackalloc ulong[5] { 0, (ulong)_group << 32, 0, 0, 0 };
        _ = _ring.Register(UringCodes.UnregisterBufferRing, registration, 1);
        Unmap();
    }

    private void Put(int buffer)
    {
        var entry = _entries + ((_tail & _mask) * EntryBytes);
        *(ulong*)entry = (ulong)Address(buffer);
        *(uint*)(entry + 8) = (uint)_size;
        *(ushort*)(entry + 12) = (ushort)buffer;
        _tail++;
    }

    private void Publish() => Volatile.Write(ref *(ushort*)(_entries + TailOffset), _tail);

    private void Unmap()
    {
        _ = Libc.Unmap(_entries, _entriesLength);
        _ = Libc.Unmap(_memory, _memoryLength);
    }
}
