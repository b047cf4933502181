using Granary.SocketLoops.Kernels;
using Granary.SocketLoops.Native;

namespace Granary.SocketLoops.Uring;

/// <summary>A listening descriptor in a ring: one multishot accept.</summary>
internal sealed class UringListening : LoopListening
{
    private readonly UringKernel _kernel;
    private readonly int _descriptor;
    private readonly ILoopListenEvents _events;
    private readonly Place _place;
    private bool _accepting;
    private bool _wanted;
    private bool _stopped;

    public UringListening(UringKernel kernel, int descriptor, ILoopListenEvents events)
    {
        _kernel = kernel;
        _descriptor = descriptor;
        _events = events;
        _place = new Place(this);
    }

    public UringOccupant Occupant => _place;

    public override void Pause()
    {
        _wanted = false;
        if (_accepting)
        {
            _kernel.Cancel(_place, UringOperation.Accept);
        }
    }

    public override void Resume()
    {
        if (_stopped)
        {
            return;
        }

        _wanted = true;
        if (!_accepting)
        {
            _accepting = true;
            ref var entry = ref _kernel.Begin(_place, UringOperation.Accept, UringCodes.Accept, _descriptor);
            entry.Priority = UringCodes.AcceptMultishot;
            entry.OperationFlags = UringCodes.NonBlockingCloseOnExec;
        }
    }

    public override void Stop()
    {
        if (_stopped)
        {
            return;
        }

        _stopped = true;
        Pause();
        _place.Close();
        _kernel.ReleaseIfIdle(_place);

        // The operation holds the listening socket: the port is free only when the cancel has been handed over.
        _kernel.Submit();
    }

    private void Accepted(in UringCompletion completion)
    {
        if (!completion.HasMore)
        {
            _accepting = false;
        }

        if (completion.Result >= 0)
        {
            if (_stopped)
            {
                _ = Libc.Close(completion.Result);
            }
            else
            {
                _events.OnAccepted(completion.Result);
            }
        }
        else if (!_stopped && -completion.Result is not (Errno.Cancelled or Errno.Again or Errno.Intr or Errno.ConnectionAborted or Errno.Protocol))
        {
            _events.OnAcceptFailed(-completion.Result);
        }

        if (_wanted && !_accepting)
        {
            Resume();
        }
    }

    private sealed class Place(UringListening listening) : UringOccupant
    {
        public void Close() => IsClosed = true;

        public override void Complete(UringOperation operation, in UringCompletion completion)
        {
            if (operation == UringOperation.Accept)
            {
                listening.Accepted(completion);
            }
        }

        public override string Describe() =>
            $"listening {listening._descriptor}{(listening._accepting ? ", accepting" : "")}{(listening._wanted ? "" : ", paused")}{(listening._stopped ? ", stopped" : "")}";

        public override void End() => listening.Stop();
    }
}
