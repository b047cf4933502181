using Granary.Embedded.Runtime;

namespace Granary.Embedded.Simulation;

/// <summary>One silo of a simulation, until it stops or crashes; started again, it is another one.</summary>
public sealed class SimulatedSilo
{
    private readonly EmbeddedCluster _cluster;

    internal SimulatedSilo(EmbeddedCluster cluster, string name, SimulatedNode node, Silo silo, IServiceProvider services)
    {
        _cluster = cluster;
        Name = name;
        Node = node;
        Silo = silo;
        Services = services;
    }

    /// <summary>Name.</summary>
    public string Name { get; }

    /// <summary>Its own services.</summary>
    public IServiceProvider Services { get; }

    /// <summary>It has neither stopped nor crashed.</summary>
    public bool IsAlive { get; internal set; } = true;

    /// <summary>Ids of the grains that are active here, in the order in which they were activated.</summary>
    public IReadOnlyList<GrainId> ActiveGrains => [.. Silo.Activations().Select(a => a.GrainId)];

    internal SimulatedNode Node { get; }

    internal Silo Silo { get; }

    /// <summary>
    /// Runs code on the silo, as a service of it would: calls come from here, and it ends with the silo, without an answer. Within the driver.
    /// </summary>
    public Task<T> RunAsync<T>(Func<Task<T>> code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return _cluster.OnNodeAsync(Node, code);
    }
}
