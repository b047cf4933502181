#if !GRAIN_RUNTIME_ORLEANS
using Granary.Embedded.Simulation;
using Granary.GrainRuntime.Tests.Filters;
using Microsoft.Extensions.DependencyInjection;

namespace Granary.GrainRuntime.Tests.Fixture;

/// <summary>Embedded in simulation: two silos, virtual time.</summary>
internal sealed class SimulatedTestCluster : IGrainTestCluster
{
    private readonly EmbeddedCluster _cluster;

    private SimulatedTestCluster(TestClusterSettings settings) => _cluster = EmbeddedCluster.Start(o =>
    {
        o.GrainAssemblies.Add(typeof(SimulatedTestCluster).Assembly);
        o.ResponseTimeout = settings.ResponseTimeout;
        o.MinimumReminderPeriod = TimeSpan.FromMilliseconds(20);
        if (settings.Filters)
        {
            o.ConfigureClient = services => services.AddSingleton<IOutgoingGrainCallFilter, TaggingFilter>();
            o.ConfigureSilo = (_, services) => services
                .AddSingleton<IIncomingGrainCallFilter, TaggingFilter>()
                .AddSingleton<IOutgoingGrainCallFilter, TaggingFilter>();
        }
    });

    public IGrainFactory Grains => _cluster.Client;

    public TimeProvider Time => _cluster.Time;

    public static Task<IGrainTestCluster> StartAsync(TestClusterSettings settings) =>
        Task.FromResult<IGrainTestCluster>(new SimulatedTestCluster(settings));

    public Task RunAsync(Func<Task> body)
    {
        _cluster.Run(body);
        return Task.CompletedTask;
    }

    public async Task RestartAsync()
    {
        foreach (var silo in _cluster.Silos)
        {
            await _cluster.StopSiloAsync(silo.Name);
            await _cluster.StartSiloAsync(silo.Name);
        }
    }

    public Task TouchStateAsync(IAddressable grain, string stateName) => StateTouch.TouchAsync(_cluster.State, grain, stateName);

    public ValueTask DisposeAsync()
    {
        _cluster.Dispose();
        return ValueTask.CompletedTask;
    }
}
#endif
