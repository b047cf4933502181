using Granary.SocketLoops.Kernels;
using Granary.SocketLoops.Loops;
using Granary.SocketLoops.Native;

namespace Granary.SocketLoops.Transport;

/// <summary>
/// Accepting on one loop. When the process or the machine has run out of descriptors or memory, one client is turned away and accepting pauses 100 ms,
/// doubling to 1 s, by timer; existing connections go on. Loop thread only.
/// </summary>
internal sealed class LoopAcceptor(Loop loop, int listening, IAcceptTarget target) : ILoopListenEvents
{
    private SpareDescriptor? _spare;
    private LoopListening? _listening;
    private LoopTimer? _resume;
    private TimeSpan _pause = AcceptPause.First;

    public Loop Loop => loop;

    /// <summary>Accepting pauses now.</summary>
    public bool IsPaused => _resume is not null;

    public void Start()
    {
        _spare = new SpareDescriptor();
        _listening = loop.Kernel.Listen(listening, this);
    }

    public void Stop()
    {
        _resume?.Cancel();
        _resume = null;
        _listening?.Stop();
        _spare?.Dispose();
    }

    public void OnAccepted(int descriptor)
    {
        _pause = AcceptPause.First;
        target.Accepted(loop, descriptor);
    }

    public void OnAcceptFailed(int errno)
    {
        loop.Counters.Error(errno);
        if (Errno.IsExhaustion(errno))
        {
            _spare!.TurnAway(listening);
        }

        Pause();
        target.AcceptPaused(loop, errno);
    }

    private void Pause()
    {
        if (_resume is not null)
        {
            return;
        }

        loop.Counters.AcceptPauses++;
        _listening?.Pause();
        _resume = loop.Timers.Add(
            _pause,
            static state =>
            {
                var self = (LoopAcceptor)state!;
                self._resume = null;
                self._listening!.Resume();
            },
            this);
        _pause = AcceptPause.After(_pause);
    }
}
