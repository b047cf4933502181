using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Granary.Embedded.Simulation;

/// <summary>Starts and stops the hosted services of a simulated silo, as a host does.</summary>
internal static class SimulatedServices
{
    public static async Task StartAsync(IServiceProvider services)
    {
        var hosted = services.GetServices<IHostedService>().ToArray();
        foreach (var service in hosted.OfType<IHostedLifecycleService>())
        {
            await service.StartingAsync(CancellationToken.None);
        }

        foreach (var service in hosted)
        {
            await service.StartAsync(CancellationToken.None);
        }

        foreach (var service in hosted.OfType<IHostedLifecycleService>())
        {
            await service.StartedAsync(CancellationToken.None);
        }
    }

    public static async Task StopAsync(IServiceProvider services)
    {
        var hosted = services.GetServices<IHostedService>().Reverse().ToArray();
        foreach (var service in hosted.OfType<IHostedLifecycleService>())
        {
            await service.StoppingAsync(CancellationToken.None);
        }

        foreach (var service in hosted)
        {
            await service.StopAsync(CancellationToken.None);
        }

        foreach (var service in hosted.OfType<IHostedLifecycleService>())
        {
            await service.StoppedAsync(CancellationToken.None);
        }
    }
}
