using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Granary.Executors;

/// <summary>Registers the executor pools.</summary>
public static class ExecutorsHosting
{
    /// <summary>
    /// Registers <see cref="IExecutorPools"/> with the pools of the section <c>Executors</c>. A wrong option or an unknown setting stops the start. Calling
    /// it twice is the same as once.
    /// </summary>
    public static IServiceCollection AddGranaryExecutors(this IServiceCollection services)
    {
        services.AddOptions<ExecutorOptions>()
            .BindConfiguration(ExecutorOptions.Section, static binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ExecutorOptions>, ExecutorOptionsValidator>());
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ExecutorInstruments>();
        if (services.Any(static service => service.ServiceType == typeof(ExecutorPools)))
        {
            return services;
        }

        services.AddSingleton<ExecutorPools>();
        services.AddSingleton<IExecutorPools>(static provider => provider.GetRequiredService<ExecutorPools>());
        services.AddSingleton<IHostedService>(static provider => provider.GetRequiredService<ExecutorPools>());
        return services;
    }

    /// <summary>Adds a module of the application's own, for pools of kind <c>inline</c> and <c>thread</c> and for its worker processes.</summary>
    public static IServiceCollection AddExecutorModule<TModule>(this IServiceCollection services)
        where TModule : class, IExecutorModule, new()
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IExecutorModule, TModule>());
        return services;
    }
}
