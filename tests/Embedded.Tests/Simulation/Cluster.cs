using Granary.Embedded.Simulation;
using Granary.Embedded.Tests.Grains;
using Microsoft.Extensions.DependencyInjection;

namespace Granary.Embedded.Tests.Simulation;

/// <summary>Clusters of the tests here.</summary>
internal static class Cluster
{
    public static EmbeddedCluster Start(ulong seed = 1, Action<EmbeddedClusterOptions>? configure = null) => EmbeddedCluster.Start(o =>
    {
        o.Seed = seed;
        o.GrainAssemblies.Add(typeof(Cluster).Assembly);
        o.ConfigureSilo = (_, services) => services.AddSingleton<LedgerWitness>();
        configure?.Invoke(o);
    });

    /// <summary>The silo that has the grain.</summary>
    public static SimulatedSilo Of(this EmbeddedCluster cluster, IAddressable grain) =>
        cluster.Silos.Single(s => s.ActiveGrains.Contains(grain.GetGrainId()));

    public static SimulatedSilo Other(this EmbeddedCluster cluster, SimulatedSilo silo) => cluster.Silos.First(s => s != silo);
}
