using Granary.Abstractions.Executors;
using Granary.Executors;
using Granary.Grains.Executors.Remote;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Granary.Grains.Executors;

/// <summary>Registers calls of handlers by name, and what carries them to other silos.</summary>
public static class ExecutorGrainServices
{
    /// <summary>
    /// Adds them, with the labels of this silo from <c>Silo:Labels</c>. Needs the executor pools, the artifact store, a grain runtime and logging beside it.
    /// </summary>
    public static IServiceCollection AddGranaryExecutorGrains(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<SiloLabelOptions>().Bind(configuration.GetSection(SiloLabelOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SiloLabelOptions>, SiloLabelOptionsValidator>();
        services.TryAddSingleton<IHandlerCalls, PoolHandlerCalls>();
        services.TryAddSingleton<IExecutorAdministration, PoolAdministration>();
        services.TryAddSingleton(static provider =>
            ExecutorSiloIdentity.Born(provider.GetService<ILocalSiloDetails>(), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<RemotePayloads>();
        services.TryAddSingleton<ILabelledPools, LabelledPools>();
        services.AddSingleton<RemoteTaskHost>();
        services.AddSingleton<RemoteExecutors>();
        services.AddSingleton<IRemoteExecutors>(static provider => provider.GetRequiredService<RemoteExecutors>());
        services.AddHostedService<RemoteAnnouncement>();
        return services;
    }
}
