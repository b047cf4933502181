namespace Granary.Executors.Worker;

/// <summary>One thread per lane for handlers that block, made when it is first needed. The host gives a worker no more calls than it has lanes.</summary>
internal sealed class LaneThreads(int lanes) : IDisposable
{
    private readonly object _gate = new();
    private readonly Queue<Action> _work = new();
    private int _threads;
    private int _idle;
    private bool _stopped;

    public void Run(Action work)
    {
        lock (_gate)
        {
            _work.Enqueue(work);
            if (_idle < _work.Count && _threads < lanes)
            {
                new Thread(Loop) { IsBackground = true, Name = $"lane {_threads++}" }.UnsafeStart();
            }

            Monitor.Pulse(_gate);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.PulseAll(_gate);
        }
    }

    private void Loop()
    {
        while (Take() is { } work)
        {
            work();
        }
    }

    private Action? Take()
    {
        lock (_gate)
        {
            _idle++;
            while (_work.Count == 0 && !_stopped)
            {
                Monitor.Wait(_gate);
            }

            _idle--;
            return _work.TryDequeue(out var work) ? work : null;
        }
    }
}
