using Granary.Grains.Capacity.Events;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Granary.Grains.Events;

/// <summary>Registers the event streams of a silo.</summary>
internal static class EventsServices
{
    /// <summary>Adds them; needs logging, takes <see cref="TimeProvider"/> and the silo's name if they are there.</summary>
    public static IServiceCollection AddGranaryEvents(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(static provided => new EventStreams(
            provided.GetRequiredService<TimeProvider>(),
            provided.GetService<ILocalSiloDetails>()?.Name ?? Environment.MachineName,
            provided.GetRequiredService<ILogger<EventStreams>>(),
            provided.GetService<EventInstruments>()));
        return services;
    }
}
