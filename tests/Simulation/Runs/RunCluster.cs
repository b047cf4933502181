using System.Buffers.Binary;

using Granary.Abstractions.Artifacts;
using Granary.Abstractions.Executors;
using Granary.Embedded.Simulation;
using Granary.Grains;
using Granary.Grains.Capacity;
using Granary.Grains.Dispatch;
using Granary.Grains.Events;
using Granary.Grains.Providers;
using Granary.Grains.Runs;
using Granary.Grains.Runs.Cells;
using Granary.Grains.Steps;

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Granary.Simulation.Runs;

/// <summary>Silos with production runs, model calls and admission; simulated are the wire to the providers and the disk.</summary>
internal static class RunCluster
{
    public static EmbeddedCluster Start(RunCase plan, SimulatedDisk disk, IReadOnlyDictionary<string, TroubledProvider> providers, EventBook events) => Start(
        plan.Seed, plan.Silos, disk, DocumentService.Troubled, provided => new SimulatedTransports(providers, provided.GetRequiredService<TimeProvider>()), events);

    public static EmbeddedCluster Start(
        ulong seed, int silos, SimulatedDisk disk, ProviderDocument document, Func<IServiceProvider, IProviderTransportFactory> wire, EventBook? events = null)
    {
        var ids = 0;
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Gateway:RetrySeed", "5"), new("Runs:GroupSilence", "00:00:05")])
            .Build();
        var cluster = EmbeddedCluster.Start(options =>
        {
            options.Seed = seed;
            options.VirtualTimeLimit = TimeSpan.FromHours(6);
            options.Silos.Clear();
            for (var silo = 1; silo <= silos; silo++)
            {
                options.Silos.Add($"silo-{silo}");
            }

            options.GrainAssemblies.Add(typeof(GrainsServices).Assembly);
            options.ConfigureSilo = (name, services) =>
            {
                var places = new SimulatedPlaces(disk, name);
                services
                    .AddLogging()
                    .AddSingleton<IConfiguration>(configuration)
                    .AddHostedService(provided => new DocumentService(provided.GetRequiredService<ProviderDirectory>(), document))
                    .AddSingleton<IArtifactStore>(provided => new SimulatedArtifacts(disk, provided.GetRequiredService<TimeProvider>()))
                    .AddSingleton<ICellLogPlaces>(places)
                    .AddSingleton<IHandlerCalls, NoHandlers>()
                    .AddSingleton<IWorkerSpawner, TimerSpawner>()
                    .AddSingleton(wire)
                    .AddSingleton(provided => new RunIdSource(provided.GetRequiredService<TimeProvider>(), bytes =>
                    {
                        bytes.Clear();
                        BinaryPrimitives.WriteInt32LittleEndian(bytes, ++ids << 8);
                    }))
                    .AddGranaryCapacity(configuration)
                    .AddGranaryProviders(configuration)
                    .AddGranarySteps()
                    .AddGranaryRuns(configuration);
                if (events is not null)
                {
                    services.AddHostedService(provided => new EventRecorder(name, places.Life, events, provided.GetRequiredService<EventStreams>()));
                }

                services.Remove(services.First(static service => service.ServiceType == typeof(IHostedService) && service.ImplementationType == typeof(ProviderDocumentWatcher)));
            };
        });
        disk.Cluster = cluster;
        return cluster;
    }
}
