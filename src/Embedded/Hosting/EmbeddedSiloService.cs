using Microsoft.Extensions.Hosting;

namespace Granary.Embedded.Hosting;

/// <summary>Starts the silo before all other services and stops it after them.</summary>
internal sealed class EmbeddedSiloService(EmbeddedSilo silo, IServiceProvider services) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => silo.StartAsync(services, cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => silo.StartRemindersAsync(cancellationToken);

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => silo.StopAsync(cancellationToken);
}
