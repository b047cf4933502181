using Granary.Embedded.Runtime;

namespace Granary.Embedded.Simulation;

/// <summary>One simulated process, or the client: what runs on it can be paused and killed together.</summary>
internal sealed class SimulatedNode
{
    public SimulatedNode(string name, SimulationPump pump)
    {
        Name = name;
        Executor = new NodeExecutor(this, pump);
        Context = new NodeSynchronizationContext(this, pump);
        Time = new NodeTimeProvider(this, pump);
    }

    public string Name { get; }

    public NodeExecutor Executor { get; }

    public NodeSynchronizationContext Context { get; }

    public NodeTimeProvider Time { get; }

    /// <summary>Whose calls are made here; set once.</summary>
    public CallOrigin? Origin { get; set; }

    public bool Dead { get; set; }

    public bool Paused { get; set; }

    /// <summary>What became ready during a pause.</summary>
    public List<IThreadPoolWorkItem> Parked { get; } = [];

    public override string ToString() => Name;
}
