using Granary.SocketLoops.Native;

namespace Granary.SocketLoops.Kernels;

/// <summary>Accepts on a readiness kernel until nothing is there, at most so many per event; the listener is reported again while more wait.</summary>
internal sealed class ReadinessListening(ReadinessKernel kernel, int descriptor, ILoopListenEvents events) : LoopListening
{
    private const int MostPerEvent = 64;
    private bool _watched;
    private bool _stopped;

    public long Token { get; set; }

    public override void Pause()
    {
        if (_watched)
        {
            _watched = false;
            kernel.Unregister(descriptor);
        }
    }

    public override void Resume()
    {
        if (!_watched && !_stopped)
        {
            _watched = true;
            kernel.Register(descriptor, Token, listening: true);
        }
    }

    public override void Stop()
    {
        if (!_stopped)
        {
            Pause();
            _stopped = true;
            kernel.Release(Token);
        }
    }

    public void AcceptAll()
    {
        for (var count = 0; count < MostPerEvent && _watched; count++)
        {
            var accepted = SocketCalls.Accept(descriptor);
            if (accepted >= 0)
            {
                events.OnAccepted(accepted);
                continue;
            }

            switch (-accepted)
            {
                case Errno.Again:
                    return;
                case Errno.Intr or Errno.ConnectionAborted or Errno.Protocol:
                    continue;
                default:
                    events.OnAcceptFailed(-accepted);
                    return;
            }
        }
    }
}
