namespace Granary.Executors.Pools;

/// <summary>How a pool stops.</summary>
internal sealed partial class ExecutorPool
{
    private static readonly TimeSpan ImpatientGrace = TimeSpan.FromSeconds(0.5);
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _workersGone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task<ExecutorStopReport>? _stop;
    private bool _stopping;
    private bool _ending;

    /// <summary>
    /// Refuses new tasks and waiters. With <paramref name="wait"/> those with a place may finish within the stop timeout; without it queued ones are
    /// cancelled and running ones get half a second. What is left is given up and gets the grace; then workers are ended, or killed. Returns when every
    /// worker process has been waited for. Idempotent: a second call gets the first one's report. Work on a thread that ignores its cancellation even then is
    /// left to its background thread.
    /// </summary>
    public Task<ExecutorStopReport> StopAsync(bool wait = true)
    {
        lock (_gate)
        {
            return _stop ??= Task.Run(() => StopOnceAsync(wait));
        }
    }

    private async Task<ExecutorStopReport> StopOnceAsync(bool wait)
    {
        var options = _settings.Options;
        var cancelled = 0;
        Apply((pool, now, effects) =>
        {
            pool._stopping = true;
            pool._controller.Stop(effects);
            cancelled += wait ? 0 : pool._controller.GiveUpAll(running: false, now, effects);
        });
        if (!await WithinAsync(_idle.Task, wait ? options.StopTimeout : ImpatientGrace))
        {
            Apply((pool, now, effects) => cancelled += pool._controller.GiveUpAll(running: true, now, effects));
            await WithinAsync(_idle.Task, options.Grace);
        }

        Apply(static (pool, now, effects) =>
        {
            pool._ending = true;
            pool._controller.EndWorkers(kill: false, now, effects);
        });
        if (!await WithinAsync(_workersGone.Task, options.Grace + ImpatientGrace))
        {
            Apply(static (pool, now, effects) => pool._controller.EndWorkers(kill: true, now, effects));
            await _workersGone.Task;
        }

        _runner.Stop();
        await _timer.DisposeAsync();
        Interlocked.Exchange(ref _reload, null)?.TrySetResult(false);
        lock (_gate)
        {
            return new ExecutorStopReport(cancelled, _controller.StillRunning);
        }
    }

    /// <summary>Under the lock, after every command.</summary>
    private void SignalStop()
    {
        if (_stopping && _controller.IsIdle)
        {
            _idle.TrySetResult();
        }

        if (_ending && _controller.HasNoWorkers)
        {
            _workersGone.TrySetResult();
        }
    }

    private async Task<bool> WithinAsync(Task task, TimeSpan bound)
    {
        try
        {
            await task.WaitAsync(bound, _parts.Time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
