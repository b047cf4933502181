using Granary.Abstractions.Artifacts;
using Granary.Admission;
using Granary.Grains.Artifacts;
using Granary.Grains.Capacity;
using Granary.Grains.Dispatch;
using Granary.Grains.Events;
using Granary.Grains.Runs.Cells;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Granary.Grains.Runs;

/// <summary>Registers runs: the artifact folder, cell logs, this silo's dispatcher, and the waking of unfinished runs at start.</summary>
public static class RunsServices
{
    /// <summary>
    /// Adds them with the sections <c>Runs</c>, <c>Dispatch</c> and <c>Storage</c>. Needs the step kinds and compiler, model calls, admission, a
    /// grain runtime and logging beside it; takes <see cref="TimeProvider"/> if there is one.
    /// </summary>
    public static IServiceCollection AddGranaryRuns(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<StorageOptions>().Bind(configuration.GetSection("Storage")).ValidateOnStart();
        services.AddOptions<RunsOptions>().Bind(configuration.GetSection("Runs")).ValidateOnStart();
        services.AddOptions<DispatchOptions>().Bind(configuration.GetSection("Dispatch")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>();
        services.AddSingleton<IValidateOptions<RunsOptions>, RunsOptionsValidator>();
        services.AddSingleton<IValidateOptions<DispatchOptions>, DispatchOptionsValidator>();
        services.TryAddSingleton<IArtifactStore, FolderArtifactStore>();
        services.TryAddSingleton<ICellLogPlaces, CellLogPlaces>();
        services.AddSingleton<CompiledRunCache>();
        services.TryAddSingleton(static provider => new RunIdSource(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<IWorkerSpawner, ThreadPoolWorkerSpawner>();
        services.AddGranaryEvents();
        services.TryAddSingleton<AdmissionClock>();
        services.AddHostedService(static provider => new RequestEventBridge(
            provider.GetRequiredService<EventStreams>(), provider.GetRequiredService<IRequestAdmission>().Events, provider.GetRequiredService<AdmissionClock>()));
        services.AddSingleton<RunEventFiles>();
        services.AddHostedService(static provider => provider.GetRequiredService<RunEventFiles>());
        services.AddSingleton<SiloDispatcher>();
        services.AddSingleton<ITaskDispatcher>(static provider => provider.GetRequiredService<SiloDispatcher>());
        services.AddHostedService(static provider => provider.GetRequiredService<SiloDispatcher>());
        services.AddHostedService<RunResumption>();
        return services;
    }
}
