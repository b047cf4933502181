using Granary.Embedded.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Granary.Embedded.Hosting;

/// <summary>Grains embedded in this process.</summary>
public static class EmbeddedGrainsServices
{
    /// <summary>
    /// Runs grains in this process, in one silo, in real time, on the thread pool. It starts before the other hosted services and stops after them, so
    /// they may call grains for as long as they run; reminders tick once all have started. Stopping deactivates all activations, within the time the
    /// host gives. <see cref="IGrainFactory"/> and <see cref="IClusterClient"/> are services then. The time comes from the registered
    /// <see cref="TimeProvider"/>, else from the system.
    /// </summary>
    public static IServiceCollection AddEmbeddedGrains(this IServiceCollection services, Action<EmbeddedGrainsOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<EmbeddedGrainsOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EmbeddedGrainsOptions>, EmbeddedGrainsOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<EmbeddedSilo>();
        services.TryAddSingleton<IClusterClient>(provider => provider.GetRequiredService<EmbeddedSilo>().Silo.GrainFactory);
        services.TryAddSingleton<IGrainFactory>(provider => provider.GetRequiredService<IClusterClient>());
        services.TryAddSingleton<ILocalSiloDetails>(provider => provider.GetRequiredService<EmbeddedSilo>().Silo.Details);
        services.AddHostedService<EmbeddedSiloService>();
        return services;
    }

    /// <inheritdoc cref="AddEmbeddedGrains"/>
    public static IHostApplicationBuilder UseEmbeddedGrains(this IHostApplicationBuilder builder, Action<EmbeddedGrainsOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddEmbeddedGrains(configure);
        return builder;
    }
}
