using System.Collections.Immutable;

using Granary.Abstractions.Executors;
using Granary.Abstractions.Requests;
using Granary.Grains.Executors.Remote;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Granary.Grains.Requests;

/// <summary>Says every 5 s that the journal of this silo is there, in the directory of silos and under a name that no label can have, and reads there who else is.</summary>
internal sealed partial class RequestJournalAnnouncement(
    ExecutorSiloIdentity identity, IGrainFactory grains, TimeProvider time, ILogger<RequestJournalAnnouncement> logger) : IHostedService, IRequestPeers, IDisposable
{
    // Labels are key=value.
    private const string Directory = "request-journals";

    private static readonly TimeSpan _period = TimeSpan.FromSeconds(5);
    private readonly CancellationTokenSource _stop = new();
    private Task _rounds = Task.CompletedTask;

    public string Self => identity.Silo.Key;

    public async Task<ImmutableArray<string>> OthersAsync()
    {
        var silos = await grains.GetGrain<IExecutorSilosGrain>(Directory).ListAsync();
        return [.. silos.Select(static silo => silo.Key).Where(key => key != identity.Silo.Key)];
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _rounds = AnnounceUntilStoppedAsync();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _rounds;
        try
        {
            await grains.GetGrain<IExecutorSilosGrain>(Directory).LeaveAsync(identity.Silo);
        }
        catch (Exception error)
        {
            LogNotAnnounced(error);
        }
    }

    public void Dispose() => _stop.Dispose();

    private async Task AnnounceUntilStoppedAsync()
    {
        try
        {
            while (true)
            {
                await AnnounceAsync();
                await Task.Delay(_period, time, _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    private async Task AnnounceAsync()
    {
        try
        {
            // The first call from here places the door here; only then may others know of it.
            if (await grains.GetGrain<IRequestJournalGrain>(identity.Silo.Key).IsHereAsync())
            {
                await grains.GetGrain<IExecutorSilosGrain>(Directory).AnnounceAsync(identity.Silo);
            }
        }
        catch (Exception error)
        {
            LogNotAnnounced(error);
        }
    }

    [LoggerMessage(6040, LogLevel.Warning, "The journal of this silo could not be announced to the others; it is tried again in 5 s")]
    private partial void LogNotAnnounced(Exception exception);
}
