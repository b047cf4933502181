namespace Granary.Executors.Pools;

/// <summary>
/// The thread of one lane. It is woken by an event of its own instead of its lock's: who is woken by a lock needs the lock at once, which costs more than
/// the task does.
/// </summary>
#pragma warning disable CA1001 // Whoever hands over may still hold the event when the thread has ended; it is given back with the lane.
internal sealed class LaneThread(string name, Action<ExecutorTask, PoolWorker> run)
#pragma warning restore CA1001
{
    private readonly Lock _gate = new();
    private readonly AutoResetEvent _wake = new(false);
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
        }

        _wake.Set();
    }

    /// <summary>The thread ends after the task it has.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
        }

        _wake.Set();
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
        while (true)
        {
            lock (_gate)
            {
                if (_next is not null || _stopped)
                {
                    var next = _next;
                    _next = null;
                    return next;
                }
            }

            _wake.WaitOne();
        }
    }
}
