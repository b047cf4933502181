namespace Granary.Simulation.Protocol;

/// <summary>One life of a process with an agent per endpoint.</summary>
internal sealed class AgentProcess(ProtocolWorld world, int index, ulong incarnation, Clock clock)
{
    public int Index => index;

    public ulong Incarnation => incarnation;

    public Clock Clock => clock;

    public List<AgentPort> Ports { get; } = [];

    public bool Dead { get; set; }

    /// <summary>It stands still until then.</summary>
    public double PausedUntil { get; set; } = double.NegativeInfinity;

    /// <summary>What its own clock shows.</summary>
    public double Local => clock.At(world.Now);
}
