using Granary.Abstractions.Executors;
using Granary.Abstractions.Jobs;
using Microsoft.Extensions.Logging;

namespace Granary.Grains.Jobs.Running;

/// <summary>
/// One attempt on its way.
/// <para>1. The input is read. 2. The handler is called; while the pool cannot take the call, it waits and asks again. 3. Progress and signs of life
/// go to the job, which may answer that nobody wants the attempt any more. 4. A large result goes to the artifact store. 5. The end is told until
/// the job has acknowledged it; signs of life go on until then, so that nobody takes the attempt for lost.</para>
/// </summary>
internal sealed partial class JobRun : IDisposable
{
    private static readonly TimeSpan _shortestPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(5);

    private readonly JobRunServices _services;
    private readonly string _jobId;
    private readonly JobAttempt _attempt;
    private readonly IJobControlGrain _job;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly ITimer _flush;
    private TaskProgress? _progress;
    private string? _waitsFor;
    private DateTimeOffset _lastReport;
    private bool _reporting;
    private bool _dirty;
    private bool _ended;
    private volatile bool _released;

    public JobRun(JobRunServices services, string jobId, JobAttempt attempt)
    {
        (_services, _jobId, _attempt) = (services, jobId, attempt);
        _job = services.Grains.GetGrain<IJobControlGrain>(jobId);
        _flush = services.Time.CreateTimer(static run => ((JobRun)run!).Report(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Number of the attempt.</summary>
    public int Attempt => _attempt.Number;

    /// <summary>Completes when the job has acknowledged the end, or wants nothing of it. Never fails.</summary>
    public async Task ExecuteAsync()
    {
        try
        {
            if (await CallAsync() is { } end)
            {
                await TellAsync(end);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Nobody wants it, or the process goes without having been heard.
        }
        finally
        {
            lock (_gate)
            {
                _ended = true;
            }
        }
    }

    /// <summary>A sign of life, with the latest progress. Returns at once.</summary>
    public void Report()
    {
        lock (_gate)
        {
            if (_ended)
            {
                return;
            }

            _dirty = _reporting;
            if (_reporting)
            {
                return;
            }

            _reporting = true;
            _lastReport = _services.Time.GetUtcNow();
        }

        _ = ReportAsync();
    }

    /// <summary>Nobody wants the attempt any more.</summary>
    public void Stop() => _stop.Cancel();

    /// <summary>The silo stops: the attempt is given back and does not count.</summary>
    public void Release()
    {
        _released = true;
        _stop.Cancel();
    }

    // The source has no timer and no parent; whoever stops an attempt that has just ended must find it whole.
    public void Dispose() => _flush.Dispose();

    // Null: there is nothing to tell, because the job ended it.
    private async Task<JobEnd?> CallAsync()
    {
        var request = _attempt.Request;
        var pause = _shortestPause;
        while (true)
        {
            var outcome = await TryAsync(request);
            if (outcome.IsCompleted)
            {
                return End(JobEndKind.Succeeded, await KeepAsync(outcome.Result), null, final: true);
            }

            var failure = outcome.Failure;
            if (_stop.IsCancellationRequested)
            {
                return _released ? End(JobEndKind.Released, null, null, final: false) : null;
            }

            if (!JobVerdict.IsForNow(failure.Code))
            {
                return End(
                    JobVerdict.Of(failure.Code), null, new JobError(failure.Code, failure.Message, failure.RemoteType), JobVerdict.IsFinal(failure.Code));
            }

            if (request.Deadline is { } deadline && deadline <= _services.Time.GetUtcNow() + pause)
            {
                return End(
                    JobEndKind.Failed,
                    null,
                    new JobError(TaskFailureCodes.TimedOut, $"The job's deadline {deadline:O} passed while it waited: {failure.Message}", null),
                    final: true);
            }

            Wait(failure.Message);
            await PauseAsync(failure.RetryAfter is { } asked && asked < _longestPause ? asked : pause);
            pause = pause * 2 < _longestPause ? pause * 2 : _longestPause;
        }
    }

    private async Task<TaskOutcome> TryAsync(JobRequest request)
    {
        try
        {
            var input = await _services.Blobs.ReadAsync(request.Input, _stop.Token);
            Wait($"A lane of pool '{request.Pool}'.");
            var left = request.Deadline - _services.Time.GetUtcNow();
            return await _services.Handlers.CallAsync(
                new HandlerCall(request.Pool, request.Handler, input, request.Tenant)
                {
                    Affinity = request.Affinity,
                    TimeLeft = left > TimeSpan.Zero || left is null ? left : TimeSpan.FromMilliseconds(1),
                    Attempt = _attempt.Number,
                    Band = "bulk",
                    OnProgress = Hear,
                    OnStarted = () => Wait(null),
                },
                _stop.Token);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogBroken(_services.Logger, _jobId, e);
            return TaskOutcome.Failed(TaskFailureCodes.WorkerLost, $"The attempt could not be run here: {e.Message}");
        }
        catch (OperationCanceledException)
        {
            return TaskOutcome.Failed(TaskFailureCodes.Cancelled, "The attempt was stopped.");
        }
    }

    private async Task<JobBlob> KeepAsync(TaskPayload result)
    {
        while (true)
        {
            try
            {
                return await _services.Blobs.WriteAsync(JobFiles.Result(_jobId, _attempt.Number), result, _stop.Token);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // What was paid for is not thrown away because the store is not there just now.
                LogNotKept(_services.Logger, _jobId, e);
                Wait($"The artifact store cannot take the result: {e.Message}");
                await PauseAsync(_longestPause);
                Wait(null);
            }
        }
    }

    private async Task TellAsync(JobEnd end)
    {
        while (true)
        {
            try
            {
                await _job.EndAsync(end);
                return;
            }
            catch (Exception e)
            {
                LogNotTold(_services.Logger, _jobId, e);
            }

            if (_released)
            {
                // The process goes; the index finds out.
                return;
            }

            await PauseAsync(TimeSpan.FromSeconds(1));
        }
    }

    private async Task ReportAsync()
    {
        var order = JobOrder.Go;
        try
        {
            TaskProgress? progress;
            string? waitsFor;
            lock (_gate)
            {
                (progress, waitsFor) = (_progress, _waitsFor);
            }

            order = await _job.ReportAsync(new JobReport(_services.Runner, _attempt.Number, progress, waitsFor));
        }
        catch (Exception e)
        {
            LogNotReported(_services.Logger, _jobId, e);
        }

        bool again;
        lock (_gate)
        {
            _reporting = false;
            again = _dirty && !_ended;
            _dirty = false;
        }

        if (order == JobOrder.Stop)
        {
            Stop();
        }
        else if (again)
        {
            Soon();
        }
    }

    private void Hear(TaskProgress progress)
    {
        lock (_gate)
        {
            _progress = progress;
        }

        Soon();
    }

    private void Wait(string? reason)
    {
        lock (_gate)
        {
            _waitsFor = reason;
        }

        Soon();
    }

    private void Soon()
    {
        lock (_gate)
        {
            if (!_ended)
            {
                var since = _services.Time.GetUtcNow() - _lastReport;
                _flush.Change(since >= JobTimes.Progress ? TimeSpan.Zero : JobTimes.Progress - since, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private Task PauseAsync(TimeSpan time) => Task.Delay(time, _services.Time, _stop.Token);

    private JobEnd End(JobEndKind kind, JobBlob? result, JobError? error, bool final) =>
        new(_services.Runner, _attempt.Number, kind, result, error, final);

    [LoggerMessage(2420, LogLevel.Error, "An attempt of job {Job} could not be run")]
    private static partial void LogBroken(ILogger logger, string job, Exception exception);

    [LoggerMessage(2421, LogLevel.Warning, "The result of job {Job} could not be stored yet; it is tried again")]
    private static partial void LogNotKept(ILogger logger, string job, Exception exception);

    [LoggerMessage(2422, LogLevel.Warning, "The end of an attempt could not be told to job {Job} yet; it is told again")]
    private static partial void LogNotTold(ILogger logger, string job, Exception exception);

    [LoggerMessage(2423, LogLevel.Debug, "A sign of life could not be given to job {Job}; the next one follows")]
    private static partial void LogNotReported(ILogger logger, string job, Exception exception);
}
