using System.Runtime.InteropServices;
using Granary.SocketLoops.Native;

namespace Granary.SocketLoops.Uring;

/// <summary>The end of sends, and of the descriptor and memory they use.</summary>
internal sealed unsafe partial class UringSocket
{
    private void Sent(in UringCompletion completion)
    {
        _lastSend = completion.Result;
        if (!completion.IsNotification)
        {
            _send->Result = completion.Result;
        }

        if (completion.HasMore)
        {
            // Zero copy: the bytes are read until the notification.
            return;
        }

        var result = _send->Result;
        if (result == -Errno.Again && !_detached)
        {
            // The kernel gave up waiting for room, which it does after some rounds; a descriptor that never blocks then says so. Nothing was sent.
            _sendStalled = true;
            PollWritable();
            return;
        }

        EndSend(result);
    }

    // There is room again, or the poll was cancelled because the socket is detached.
    private void SendOn()
    {
        _sendStalled = false;
        if (_detached)
        {
            EndSend(Closed);
        }
        else
        {
            _send->Submit(_kernel, _place, _descriptor);
        }
    }

    private void EndSend(int result)
    {
        Volatile.Write(ref _sending, false);
        _events.OnSent(result);
        FreeIfDone();
    }

    private void Leave()
    {
        if (_use.Exit())
        {
            CloseDescriptor();
        }
    }

    private void CloseDescriptor()
    {
        _ = Libc.Close(_descriptor);
        Volatile.Write(ref _drained, true);
        FreeIfDone();
    }

    // The request goes when nobody is inside a call, none is in the ring and none waits to go there; whoever sees that last frees it, once.
    private void FreeIfDone()
    {
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _drained) && !Volatile.Read(ref _sending) && !Volatile.Read(ref _sendWanted) && _send is not null
            && Interlocked.Exchange(ref _freed, 1) == 0)
        {
            NativeMemory.Free(_send);
        }
    }
}
