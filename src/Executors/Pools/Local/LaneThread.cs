namespace Granary.Executors.Pools;

/// <summary>The thread of one lane.</summary>
internal sealed class LaneThread(string name, Action<ExecutorTask, PoolWorker> run)
{
    private readonly object _gate = new();
    private Thread? _thread;
    private (ExecutorTask Task, PoolWorker Worker)? _next;
    private bool _stopped;

    /// <summary>Hands the lane its next task. The controller gives a lane one task at a time, so there is at most one.</summary>
    public void Start(ExecutorTask task, PoolWorker worker)
    {
        lock (_gate)
        {
            _next = (task, worker);
            if (_thread is null)
            {
                _thread = new Thread(Loop) { IsBackground = true, Name = name };
                _thread.UnsafeStart();
            }

            Monitor.Pulse(_gate);
        }
    }

    /// <summary>The thread ends after the task it has.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.Pulse(_gate);
        }
    }

    private void Loop()
    {
        while (Take() is { } next)
        {
            run(next.Task, next.Worker);
        }
    }

    private (ExecutorTask Task, PoolWorker Worker)? Take()
    {
        lock (_gate)
        {
            while (_next is null && !_stopped)
            {
                Monitor.Wait(_gate);
            }

            var next = _next;
            _next = null;
            return next;
        }
    }
}
