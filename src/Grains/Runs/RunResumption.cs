using Granary.Abstractions.Runs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Granary.Grains.Runs;

/// <summary>
/// Wakes every run that was under way when the last process ended, once the silo serves. A run that is awake already notices nothing. What this
/// misses (a silo that dies later) the runs' own reminders catch within a minute.
/// </summary>
internal sealed partial class RunResumption(IGrainFactory grains, IOptions<RunsOptions> options, TimeProvider time, ILogger<RunResumption> logger) : IHostedService, IDisposable
{
    private const string ActiveRunsKey = "cluster";
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _stop = new();
    private Task _waking = Task.CompletedTask;

    /// <summary>Starts where it is called and does not wait: a background service would leave for the thread pool, which a simulation does not have.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _waking = WakeAllAsync(_stop.Token);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _stop.Cancel();
        return _waking;
    }

    public void Dispose() => _stop.Dispose();

    private async Task WakeAllAsync(CancellationToken stoppingToken)
    {
        var until = time.GetUtcNow() + options.Value.ResumptionPatience;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await WakeAsync();
                return;
            }
            catch (Exception e) when (time.GetUtcNow() < until)
            {
                LogNotYet(e);
            }
            catch (Exception e)
            {
                LogGivenUp(e);
                return;
            }

            try
            {
                await Task.Delay(_pause, time, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task WakeAsync()
    {
        var runs = await grains.GetGrain<IActiveRunsGrain>(ActiveRunsKey).ListAsync();
        foreach (var run in runs)
        {
            try
            {
                await grains.GetGrain<IRunControlGrain>(run).WakeAsync();
            }
            catch (Exception e)
            {
                // One run that cannot start must not keep the others asleep; its reminder tries again.
                LogNotWoken(run, e);
            }
        }

        if (!runs.IsEmpty)
        {
            LogWoken(runs.Length);
        }
    }

    [LoggerMessage(2120, LogLevel.Information, "{Count} unfinished runs were woken")]
    private partial void LogWoken(int count);

    [LoggerMessage(2121, LogLevel.Debug, "Unfinished runs cannot be read yet")]
    private partial void LogNotYet(Exception exception);

    [LoggerMessage(2122, LogLevel.Error, "Unfinished runs could not be read; they go on when their reminders fire")]
    private partial void LogGivenUp(Exception exception);

    [LoggerMessage(2123, LogLevel.Error, "Run {Run} could not be woken; its reminder tries again")]
    private partial void LogNotWoken(string run, Exception exception);
}
