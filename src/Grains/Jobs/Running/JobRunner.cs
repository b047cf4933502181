using Granary.Abstractions.Artifacts;
using Granary.Abstractions.Executors;
using Granary.Abstractions.Jobs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Granary.Grains.Jobs.Running;

/// <summary>
/// Runs the attempts of the jobs that are active on this silo: a line per pool, a bounded number under way in each, the rest waits outside of the
/// pool. An attempt is asked of the job, which writes it down first; whoever asks second gets none, so a job that stands in two lines runs once.
/// </summary>
internal sealed partial class JobRunner : IJobRunner, IHostedService
{
    private static readonly TimeSpan _afterTrouble = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, JobLine> _lines = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JobPlace> _places = new(StringComparer.Ordinal);
    private readonly JobRunServices _services;
    private readonly JobsOptions _options;
    private readonly CancellationTokenSource _leaving = new();
    private bool _closed;
    private TaskCompletionSource? _drained;

    public JobRunner(
        JobRunnerId identity, IGrainFactory grains, IHandlerCalls handlers, IArtifactStore artifacts, IOptions<JobsOptions> options, TimeProvider time, ILogger<JobRunner> logger)
    {
        _services = new JobRunServices(identity, grains, handlers, new JobBlobs(artifacts), time, logger);
        _options = options.Value;
    }

    /// <summary>Jobs that this runner has, queued and running.</summary>
    public IReadOnlyList<string> Held
    {
        get
        {
            lock (_gate)
            {
                return [.. _places.Keys.Order(StringComparer.Ordinal)];
            }
        }
    }

    public void Enqueue(JobTurn turn, DateTimeOffset? notBefore)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            if (_places.TryGetValue(turn.JobId, out var place))
            {
                // Its attempt here is just ending: the job goes back into the line when the place is free.
                place.Again = place.IsQueued ? null : (turn, notBefore);
                return;
            }

            _places.Add(turn.JobId, new JobPlace());
            if (notBefore is null)
            {
                Line(turn.Pool).Add(turn);
            }
        }

        if (notBefore is { } later)
        {
            _ = AddLaterAsync(turn, later - _services.Time.GetUtcNow());
        }
        else
        {
            Pump(turn.Pool);
        }
    }

    public void Stop(string jobId, int attempt)
    {
        JobRun? run;
        lock (_gate)
        {
            run = _places.GetValueOrDefault(jobId)?.Run;
        }

        if (run?.Attempt == attempt)
        {
            run.Stop();
        }
    }

    public string WaitsFor(string jobId)
    {
        lock (_gate)
        {
            if (!_places.TryGetValue(jobId, out var place))
            {
                return "A silo that runs it.";
            }

            foreach (var (pool, line) in _lines)
            {
                if (line.Turns.Any(turn => turn.JobId == jobId))
                {
                    return $"Its turn in pool '{pool}': {line.Running} of {_options.MaxRunning} attempts under way on this silo (Jobs:MaxRunning), {line.Count} jobs in line.";
                }
            }

            return place.Run is null ? "The pause before its next attempt." : "The end of its attempt before.";
        }
    }

    /// <summary>Signs of life of everything that runs; turns whose deadline has passed are asked for, so that the job can fail.</summary>
    public void Beat()
    {
        List<JobRun> runs;
        List<string> late;
        var now = _services.Time.GetUtcNow();
        lock (_gate)
        {
            runs = [.. _places.Values.Select(static place => place.Run).OfType<JobRun>()];
            late = [.. _lines.Values.SelectMany(static line => line.Turns).Where(turn => turn.Deadline <= now).Select(static turn => turn.JobId)];
        }

        runs.ForEach(static run => run.Report());
        late.ForEach(job => _ = EndLateAsync(job));
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Takes nothing more, lets attempts finish within the drain time, then gives them back: they go on elsewhere, or after the restart.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        List<JobRun> runs;
        Task drained;
        lock (_gate)
        {
            _closed = true;
            _lines.Clear();
            _drained = new TaskCompletionSource();
            drained = _drained.Task;
            foreach (var idle in _places.Where(static place => place.Value.Run is null && place.Value.IsQueued).Select(static place => place.Key).ToList())
            {
                _places.Remove(idle);
            }

            if (_places.Count == 0)
            {
                _drained.SetResult();
            }
        }

        _leaving.Cancel();
        if (await IsWithinAsync(drained, _options.DrainTime))
        {
            return;
        }

        lock (_gate)
        {
            runs = [.. _places.Values.Select(static place => place.Run).OfType<JobRun>()];
        }

        LogGivenBack(_services.Logger, runs.Count);
        runs.ForEach(static run => run.Release());
        await IsWithinAsync(drained, JobTimes.Report);
    }

    private async Task<bool> IsWithinAsync(Task task, TimeSpan bound)
    {
        try
        {
            await task.WaitAsync(bound, _services.Time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task AddLaterAsync(JobTurn turn, TimeSpan wait)
    {
        try
        {
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, _services.Time, _leaving.Token);
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }

        lock (_gate)
        {
            if (_closed || !_places.ContainsKey(turn.JobId))
            {
                return;
            }

            Line(turn.Pool).Add(turn);
        }

        Pump(turn.Pool);
    }

    private void Pump(string pool)
    {
        while (true)
        {
            JobTurn? turn;
            lock (_gate)
            {
                var line = Line(pool);
                turn = _closed || line.Running >= _options.MaxRunning ? null : line.Take();
                if (turn is null)
                {
                    return;
                }

                line.Running++;
                _places[turn.JobId].IsQueued = false;
            }

            _ = RunAsync(turn);
        }
    }

    private async Task RunAsync(JobTurn turn)
    {
        (JobTurn Turn, DateTimeOffset? NotBefore)? again = null;
        TaskCompletionSource? drained;
        try
        {
            if (await _services.Grains.GetGrain<IJobControlGrain>(turn.JobId).BeginAsync(_services.Runner) is { } attempt)
            {
                using var run = new JobRun(_services, turn.JobId, attempt);
                lock (_gate)
                {
                    _places[turn.JobId].Run = run;
                }

                await run.ExecuteAsync();
            }
        }
        catch (Exception e)
        {
            LogNotBegun(_services.Logger, turn.JobId, e);
            again = (turn, _services.Time.GetUtcNow() + _afterTrouble);
        }

        lock (_gate)
        {
            if (_places.Remove(turn.JobId, out var place))
            {
                again = place.Again ?? again;
            }

            if (_lines.TryGetValue(turn.Pool, out var line))
            {
                line.Running--;
            }

            drained = _closed && _places.Count == 0 ? _drained : null;
        }

        drained?.TrySetResult();

        if (again is { } next)
        {
            Enqueue(next.Turn, next.NotBefore);
        }

        Pump(turn.Pool);
    }

    // The job sees by itself that its time is over; its turn, when it comes, finds nothing to do.
    private async Task EndLateAsync(string jobId)
    {
        try
        {
            await _services.Grains.GetGrain<IJobControlGrain>(jobId).CheckAsync(new JobCheck(_services.Runner, Silent: false));
        }
        catch (Exception e)
        {
            LogNotBegun(_services.Logger, jobId, e);
        }
    }

    private JobLine Line(string pool) => _lines.TryGetValue(pool, out var line) ? line : _lines[pool] = new JobLine();

    [LoggerMessage(2424, LogLevel.Warning, "Job {Job} could not begin its attempt; it is tried again")]
    private static partial void LogNotBegun(ILogger logger, string job, Exception exception);

    [LoggerMessage(2425, LogLevel.Warning, "{Attempts} attempts of jobs did not finish before the stop and are given back")]
    private static partial void LogGivenBack(ILogger logger, int attempts);
}
