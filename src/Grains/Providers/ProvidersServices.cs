using System.Buffers.Binary;
using System.Security.Cryptography;
using Granary.Abstractions.Models;
using Granary.Admission;
using Granary.Grains.Events;
using Granary.Grains.Models;
using Granary.Grains.Simulator;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Granary.Grains.Providers;

/// <summary>Registers providers, aliases and model calls.</summary>
public static class ProvidersServices
{
    /// <summary>
    /// Adds <see cref="IAliasDirectory"/> and <see cref="IModelCalls"/> over the <see cref="IRequestAdmission"/> of the container. Add it before
    /// whatever calls models at start: the provider document is loaded when hosted services start, in the order of their registration.
    /// </summary>
    public static IServiceCollection AddGranaryProviders(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<GatewayOptions>().Bind(configuration.GetSection(GatewayOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<GatewayOptions>, GatewayOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SimulatedProviders>();
        services.TryAddSingleton<IProviderTransportFactory, ProviderTransportFactory>();
        services.TryAddSingleton<ProviderDirectory>();
        services.TryAddSingleton<IAliasDirectory>(s => s.GetRequiredService<ProviderDirectory>());
        services.TryAddSingleton<ProviderDocumentSource>();
        services.AddHostedService<ProviderDocumentWatcher>();
        services.AddGranaryEvents();
        services.TryAddSingleton(static s => new CallEvents(
            s.GetRequiredService<IRequestAdmission>().Events, CallEvents.BornAt(s.GetRequiredService<TimeProvider>().GetUtcNow())));
        services.TryAddSingleton(s => new RetryJitter(s.GetRequiredService<IOptions<GatewayOptions>>().Value.RetrySeed ?? DrawnSeed()));
        services.TryAddSingleton<AttemptRunner>();
        services.TryAddSingleton<IModelCalls, ModelRequestExecutor>();
        return services;
    }

    private static ulong DrawnSeed() => BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)));
}
