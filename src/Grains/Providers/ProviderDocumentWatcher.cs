using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Granary.Grains.Providers;

/// <summary>
/// Loads the provider document before anything else starts, and looks at it again and again: a look costs one file status. Polling and not file
/// events, because mounted volumes swap links unnoticed.
/// </summary>
internal sealed class ProviderDocumentWatcher(ProviderDocumentSource source, IOptions<GatewayOptions> options, TimeProvider time) : BackgroundService
{
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        source.Load();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.ProvidersPoll, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                source.Refresh();
            }
        }
        catch (OperationCanceledException)
        {
            // The process stops.
        }
    }
}
