using Granary.Admission.Agents;

namespace Granary.Admission.Tests.Simulation;

/// <summary>A process with an agent.</summary>
internal sealed class WorldAgent(int index, ulong incarnation, CapacityAgent core)
{
    public int Index => index;

    public ulong Incarnation => incarnation;

    public CapacityAgent Core => core;

    public AgentEffects Effects { get; } = new();

    public HashSet<long> Held { get; } = [];

    public double WakeAt { get; set; } = double.NaN;

    /// <summary>Sequence of the report that is out; −1: none.</summary>
    public long Waiting { get; set; } = -1;

    /// <summary>Largest share in an answer to that report.</summary>
    public int OnItsWay { get; set; }

    public bool Dead { get; set; }
}
