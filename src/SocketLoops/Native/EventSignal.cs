using System.Runtime.InteropServices;

namespace Granary.SocketLoops.Native;

/// <summary>
/// An eventfd. Watched edge-triggered it needs no reading: every write is a new edge, and its counter would take centuries to fill. Set from any
/// thread, also while it is disposed: the descriptor is closed when no thread is inside a write, so the number is never reused under somebody.
/// </summary>
internal sealed unsafe class EventSignal : IDisposable
{
    private const int NonBlockingCloseOnExec = 0x800 | 0x80000;
    private readonly UseCount _use = new();

    public EventSignal()
    {
        Descriptor = Libc.EventDescriptor(0, NonBlockingCloseOnExec);
        if (Descriptor < 0)
        {
            throw new LoopKernelException("eventfd", Marshal.GetLastSystemError());
        }
    }

    public int Descriptor { get; }

    public void Set()
    {
        if (!_use.TryEnter())
        {
            return;
        }

        ulong one = 1;
        _ = Libc.Write(Descriptor, &one, sizeof(ulong));
        if (_use.Exit())
        {
            _ = Libc.Close(Descriptor);
        }
    }

    public void Dispose()
    {
        if (_use.Close())
        {
            _ = Libc.Close(Descriptor);
        }
    }
}
