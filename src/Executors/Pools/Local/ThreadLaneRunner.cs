namespace Granary.Executors.Pools;

/// <summary>Lanes on threads of their own, one per lane, made when the lane first gets a task. A thread without a task sleeps without a time limit.</summary>
internal sealed class ThreadLaneRunner : LocalLaneRunner
{
    private readonly Lock _gate = new();
    private readonly LaneThread[] _lanes;
    private readonly IPoolShell _shell;
    private readonly TimeProvider _time;
    private bool _stopped;

    public ThreadLaneRunner(IPoolShell shell, TimeProvider time)
    {
        _shell = shell;
        _time = time;
        _lanes = [.. Enumerable.Range(0, shell.Settings.Lanes).Select(NewThread)];
    }

    public override void Start(ExecutorTask task, PoolWorker worker)
    {
        lock (_gate)
        {
            _lanes[task.Lane].Start(task, worker);
        }
    }

    public override void Abandon(ExecutorTask task)
    {
        lock (_gate)
        {
            _lanes[task.Lane].Stop();
            _lanes[task.Lane] = NewThread(task.Lane);
            if (_stopped)
            {
                _lanes[task.Lane].Stop();
            }
        }
    }

    public override void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
            Array.ForEach(_lanes, static lane => lane.Stop());
        }
    }

    private LaneThread NewThread(int lane) => new($"executor {_shell.Settings.Name} {lane}", Run);

    private void Run(ExecutorTask task, PoolWorker worker)
    {
        task.Announce();
        var context = new LocalContext(task, worker, _shell, task.Call.Progress is null ? null : new ProgressRelay(task, _time));
        _shell.TaskEnded(task, worker, LanePump.Run(() => task.RunLocallyAsync(context)));
    }
}
