using Granary.Abstractions.Executors;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Granary.Grains.Executors.Remote;

/// <summary>Says every 5 s, for each label of this silo, that it is there and how much it has to do. A silo without labels says nothing.</summary>
internal sealed partial class RemoteAnnouncement(
    ExecutorSiloIdentity identity, ILabelledPools pools, RemoteTaskHost host, IGrainFactory grains, TimeProvider time, ILogger<RemoteAnnouncement> logger)
    : IHostedService, IDisposable
{
    private static readonly TimeSpan _period = TimeSpan.FromSeconds(5);
    private readonly CancellationTokenSource _stop = new();
    private Task _round = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _round = pools.Labels.Count > 0 ? RoundAsync() : Task.CompletedTask;
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _stop.Cancel();
        await _round;
        foreach (var label in pools.Labels)
        {
            try
            {
                await grains.GetGrain<IExecutorSilosGrain>(label).LeaveAsync(identity.Silo);
            }
            catch (Exception e)
            {
                LogNotAnnounced(label, e);
            }
        }
    }

    public void Dispose() => _stop.Dispose();

    private async Task RoundAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            host.ForgetAbandoned();
            await AnnounceAsync();
            try
            {
                await Task.Delay(_period, time, _stop.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task AnnounceAsync()
    {
        var silo = identity.Silo with { Pending = pools.Pending() };
        foreach (var label in pools.Labels)
        {
            try
            {
                // The first call from here places the door here; only then may others know of it.
                if (await grains.GetGrain<IExecutorSiloGrain>(silo.Key).IsHereAsync())
                {
                    await grains.GetGrain<IExecutorSilosGrain>(label).AnnounceAsync(silo);
                }
            }
            catch (Exception e)
            {
                LogNotAnnounced(label, e);
            }
        }
    }

    [LoggerMessage(2432, LogLevel.Warning, "Label {Label} of this silo could not be announced; it is tried again in 5 s")]
    private partial void LogNotAnnounced(string label, Exception exception);
}
