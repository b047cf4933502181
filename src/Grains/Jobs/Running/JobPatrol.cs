using System.Collections.Immutable;
using Granary.Abstractions.Jobs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Granary.Grains.Jobs.Running;

/// <summary>
/// The runner's round: every 5 s it names to the indexes what it has, every 15 s, and first of all at start, it lets them look for jobs that nobody
/// has. Each silo does; one that is left is enough.
/// </summary>
internal sealed partial class JobPatrol(JobRunner runner, JobRunnerId identity, IGrainFactory grains, TimeProvider time, ILogger<JobPatrol> logger)
    : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _round = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _round = RoundAsync();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _stop.Cancel();
        await _round;
    }

    public void Dispose() => _stop.Dispose();

    private async Task RoundAsync()
    {
        DateTimeOffset? swept = null;
        while (!_stop.IsCancellationRequested)
        {
            runner.Beat();
            await NameAsync();
            var now = time.GetUtcNow();
            if (!(now - swept < JobTimes.Sweep) && await SweepAsync())
            {
                swept = now;
            }

            try
            {
                await Task.Delay(JobTimes.Report, time, _stop.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task NameAsync()
    {
        foreach (var shard in runner.Held.GroupBy(JobShards.Of, StringComparer.Ordinal))
        {
            try
            {
                await grains.GetGrain<IJobIndexGrain>(shard.Key).HeldAsync(identity, shard.ToImmutableArray());
            }
            catch (Exception e)
            {
                LogNotNamed(shard.Key, e);
            }
        }
    }

    // All at once: one index that cannot be reached must not keep the others waiting.
    private async Task<bool> SweepAsync()
    {
        try
        {
            await Task.WhenAll(JobShards.Keys.Select(key => grains.GetGrain<IJobIndexGrain>(key).SweepAsync(identity)));
            return true;
        }
        catch (Exception e)
        {
            LogNotSwept(e);
            return false;
        }
    }

    [LoggerMessage(2426, LogLevel.Warning, "The jobs of index {Index} could not be named; they are named again in 5 s")]
    private partial void LogNotNamed(string index, Exception exception);

    [LoggerMessage(2427, LogLevel.Warning, "Not every index of jobs could be swept; it is tried again in 5 s")]
    private partial void LogNotSwept(Exception exception);
}
