using System.Collections.Concurrent;
using Granary.Abstractions.Executors;
using Granary.Executors.Pools;

namespace Granary.Executors.Processes;

/// <summary>Lanes in worker processes.</summary>
internal sealed class ProcessLaneRunner : ILaneRunner
{
    private static readonly TimeSpan Sampling = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<long, WorkerHandle> _workers = new();
    private readonly IPoolShell _shell;
    private readonly Lazy<WorkerGate> _door;
    private readonly WorkerLaunch _launch;
    private readonly TimeProvider _time;
    private readonly PreloadWatch _preload;
    private readonly TimeSpan _period;
    private readonly ITimer _timer;
    private long _pinged;

    public ProcessLaneRunner(IPoolShell shell, Lazy<WorkerGate> door, WorkerLaunch launch, TimeProvider time)
    {
        (_shell, _door, _launch, _time) = (shell, door, launch, time);
        _preload = new PreloadWatch(shell.Settings.Options.PreloadFiles);
        _pinged = time.GetTimestamp();
        _period = shell.Settings.Options.Heartbeat < Sampling ? shell.Settings.Options.Heartbeat : Sampling;
        _timer = time.CreateTimer(static runner => ((ProcessLaneRunner)runner!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Start(ExecutorTask task, PoolWorker worker)
    {
        task.Announce();

        // Without a connection its end is on the way to the controller, which then decides about the task.
        Find(worker)?.Connection?.Call(task);
    }

    public void Interrupt(ExecutorTask task, string code)
    {
        task.Interrupt();
        var reason = code switch
        {
            TaskFailureCodes.TimedOut => "timeout",
            TaskFailureCodes.Stopped => "stop",
            _ => "caller",
        };
        if (task.Worker is { } worker)
        {
            Find(worker)?.Connection?.Cancel(task, reason);
        }
    }

    public void Abandon(ExecutorTask task) => throw new InvalidOperationException("Threads of other processes cannot be abandoned.");

    public void StartWorker(PoolWorker worker)
    {
        WorkerHandle handle;
        try
        {
            handle = new WorkerHandle(worker, _shell, _door.Value, _launch, _time);
        }
        catch (ExecutorStartException error)
        {
            _shell.WorkerGone(worker, error.Message);
            return;
        }

        _workers[worker.Id] = handle;
        _timer.Change(_period, _period);
        _ = Task.Run(async () =>
        {
            await handle.RunAsync();
            _workers.TryRemove(worker.Id, out _);

            // A pool without workers wakes nobody. One that starts meanwhile is looked at again.
            if (_workers.IsEmpty)
            {
                _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                if (!_workers.IsEmpty)
                {
                    _timer.Change(_period, _period);
                }
            }
        });
    }

    public void EndWorker(PoolWorker worker) => Find(worker)?.End(_shell.Settings.Options.Grace);

    public void KillWorker(PoolWorker worker) => Find(worker)?.Kill();

    public int? ProcessIdOf(PoolWorker worker) => Find(worker)?.ProcessId;

    public void Stop() => _timer.Dispose();

    private WorkerHandle? Find(PoolWorker worker) => _workers.GetValueOrDefault(worker.Id);

    /// <summary>Once a second, or once a heartbeat if that is more often: asks, listens, weighs, and looks for changed files.</summary>
    private void Look()
    {
        var options = _shell.Settings.Options;
        var asks = _time.GetElapsedTime(_pinged) >= options.Heartbeat;
        if (asks)
        {
            _pinged = _time.GetTimestamp();
        }

        foreach (var worker in _workers.Values)
        {
            if (worker.Connection is not { IsReady: true } connection)
            {
                continue;
            }

            if (asks)
            {
                connection.Ping();
            }

            if (connection.SilentFor > options.HeartbeatTimeout && !connection.IsSilent)
            {
                connection.IsSilent = true;
                _shell.WorkerSilent(worker.Worker);
            }

            if ((options.RecycleAboveMemory > 0 || options.KillAboveMemory > 0) && worker.ProcessId is { } process && OwnProcess.ResidentBytes(process) is { } bytes)
            {
                _shell.WorkerMemory(worker.Worker, bytes);
            }
        }

        if (_preload.HasChanged())
        {
            _shell.PreloadChanged();
        }
    }
}
