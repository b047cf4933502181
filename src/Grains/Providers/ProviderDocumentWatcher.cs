using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Granary.Grains.Providers;

/// <summary>
/// Loads the provider document before anything else starts, and looks at it again and again: a look costs one file status. Polling and not file
/// events, because mounted volumes swap links unnoticed.
/// </summary>
internal sealed partial class ProviderDocumentWatcher(
    ProviderDocumentSource source, IOptions<GatewayOptions> options, TimeProvider time, ILogger<ProviderDocumentWatcher> logger) : BackgroundService
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
                Refresh();
            }
        }
        catch (OperationCanceledException)
        {
            // The process stops.
        }
    }

    private void Refresh()
    {
        try
        {
            source.Refresh();
        }
        catch (Exception failure)
        {
            // The document in force is good, so the process goes on with it.
            LogFailed(failure);
        }
    }
}
