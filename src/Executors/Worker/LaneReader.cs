namespace Granary.Executors.Worker;

/// <summary>
/// The two threads of a worker with one lane. The lane's thread reads frames and runs each call right where it has read it, so that a short call costs no
/// hand-over between threads. While it is in a call that takes longer than a look, the helper reads in its stead: pings are answered and cancels arrive. The
/// helper never runs a call: the next one goes back to the lane's thread, with the reading. It looks only while calls come; otherwise both sleep.
/// </summary>
internal sealed class LaneReader
{
    private const int QuietLooks = 20;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);
    private readonly object _gate = new();
    private readonly Queue<Action> _work = new();
    private readonly TaskCompletionSource _ended = new();
    private bool _helps;
    private bool _inside;
    private bool _looks;
    private bool _stopped;
    private long _entered;

    /// <summary>
    /// Reads until <paramref name="read"/>, which takes one frame, answers false. Blocks the calling thread, which does nothing else: a call that never ends
    /// must not keep the process from ending.
    /// </summary>
    public void Run(Func<bool> read)
    {
        new Thread(() => Guard(() => Lane(read))) { IsBackground = true, Name = "lane 0" }.UnsafeStart();
        new Thread(() => Guard(() => Help(read))) { IsBackground = true, Name = "helper" }.UnsafeStart();
        _ended.Task.GetAwaiter().GetResult();
    }

    /// <summary>Called while a frame is taken, with the call it completes. Nothing of the frame may be used afterwards.</summary>
    public void Start(Action call)
    {
        lock (_gate)
        {
            if (_helps)
            {
                _work.Enqueue(call);
                _helps = false;
                Monitor.PulseAll(_gate);
                return;
            }
        }

        Enter(call);
    }

    private void Lane(Func<bool> read)
    {
        while (true)
        {
            Action? work;
            lock (_gate)
            {
                while (_helps && _work.Count == 0 && !_stopped)
                {
                    Monitor.Wait(_gate);
                }

                if (_stopped)
                {
                    return;
                }

                _work.TryDequeue(out work);
            }

            if (work is not null)
            {
                Enter(work);
            }
            else if (!read())
            {
                Stop();
                return;
            }
        }
    }

    private void Enter(Action call)
    {
        lock (_gate)
        {
            _inside = true;
            _entered++;
            if (!_looks)
            {
                _looks = true;
                Monitor.PulseAll(_gate);
            }
        }

        call();
        lock (_gate)
        {
            _inside = false;
        }
    }

    private void Help(Func<bool> read)
    {
        while (WaitToHelp())
        {
            while (Helps())
            {
                if (!read())
                {
                    Stop();
                    return;
                }
            }
        }
    }

    private bool Helps()
    {
        lock (_gate)
        {
            return _helps;
        }
    }

    // A call that was there at the last look and still is: it is no short one.
    private bool WaitToHelp()
    {
        lock (_gate)
        {
            var (seen, quiet) = (_entered, 0);
            while (!_stopped)
            {
                if (!_looks)
                {
                    Monitor.Wait(_gate);
                    continue;
                }

                Monitor.Wait(_gate, Look);
                if (_inside && _entered == seen)
                {
                    return _helps = true;
                }

                quiet = _entered == seen ? quiet + 1 : 0;
                seen = _entered;
                _looks = quiet < QuietLooks;
            }

            return false;
        }
    }

    private void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.PulseAll(_gate);
        }

        _ended.TrySetResult();
    }

    private void Guard(Action loop)
    {
        try
        {
            loop();
        }
        catch (Exception error)
        {
            _ended.TrySetException(error);
        }
    }
}
