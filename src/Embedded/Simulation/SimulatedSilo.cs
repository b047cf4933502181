using Granary.Embedded.Runtime;

namespace Granary.Embedded.Simulation;

/// <summary>One silo of a simulation, until it stops or crashes; started again, it is another one.</summary>
public sealed class SimulatedSilo
{
    private readonly IServiceProvider _services;

    internal SimulatedSilo(string name, SimulatedNode node, Silo silo, IServiceProvider services)
    {
        Name = name;
        Node = node;
        Silo = silo;
        _services = services;
    }

    /// <summary>Name.</summary>
    public string Name { get; }

    /// <summary>Its own services.</summary>
    public IServiceProvider Services => _services;

    /// <summary>References whose calls come from this silo.</summary>
    public IGrainFactory Grains => Silo.GrainFactory;

    /// <summary>It has neither stopped nor crashed.</summary>
    public bool IsAlive { get; internal set; } = true;

    /// <summary>Ids of the grains that are active here, in the order in which they were activated.</summary>
    public IReadOnlyList<GrainId> ActiveGrains => [.. Silo.Activations().Select(a => a.GrainId)];

    internal SimulatedNode Node { get; }

    internal Silo Silo { get; }
}
