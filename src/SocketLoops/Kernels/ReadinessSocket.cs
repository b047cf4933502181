using Granary.SocketLoops.Native;

namespace Granary.SocketLoops.Kernels;

/// <summary>A socket on a readiness kernel: who reads or sends tries it at once, on its own thread; only what would block waits for the loop.</summary>
internal sealed unsafe class ReadinessSocket(ReadinessKernel kernel, int descriptor, ILoopSocketEvents events) : LoopSocket
{
    private readonly UseCount _use = new();
    private bool _detached;

    public override int Descriptor => descriptor;

    public ILoopSocketEvents Events => events;

    public long Token { get; set; }

    public override int Receive(IoVector* vectors, int count)
    {
        if (!_use.TryEnter())
        {
            return Closed;
        }

        var result = SocketCalls.Receive(descriptor, vectors, count);
        Leave();
        return result;
    }

    public override int Send(IoVector* vectors, int count)
    {
        if (!_use.TryEnter())
        {
            return Closed;
        }

        var result = SocketCalls.Send(descriptor, vectors, count);
        Leave();
        return result;
    }

    public override void WantRead() => kernel.Want(descriptor, Token, ReadyKinds.Readable);

    public override void WantWrite() => kernel.Want(descriptor, Token, ReadyKinds.Writable);

    public override void ShutdownWrite()
    {
        if (_use.TryEnter())
        {
            SocketCalls.ShutdownWrite(descriptor);
            Leave();
        }
    }

    public override void Abort(bool reset)
    {
        if (_use.TryEnter())
        {
            if (reset)
            {
                SocketCalls.ResetOnClose(descriptor);
            }

            SocketCalls.ShutdownBoth(descriptor);
            Leave();
        }
    }

    public void Deliver(ReadyKinds kinds)
    {
        if ((kinds & ReadyKinds.Gone) != 0)
        {
            events.OnGone();
        }

        if ((kinds & (ReadyKinds.Readable | ReadyKinds.HangUp | ReadyKinds.Gone)) != 0)
        {
            events.OnReadable((kinds & (ReadyKinds.HangUp | ReadyKinds.Gone)) != 0);
        }

        if ((kinds & (ReadyKinds.Writable | ReadyKinds.Gone)) != 0)
        {
            events.OnWritable();
        }
    }

    public override void Detach()
    {
        if (_detached)
        {
            return;
        }

        _detached = true;
        kernel.Unregister(descriptor);
        kernel.Release(Token);
        if (_use.Close())
        {
            _ = Libc.Close(descriptor);
        }
    }

    private void Leave()
    {
        if (_use.Exit())
        {
            _ = Libc.Close(descriptor);
        }
    }
}
