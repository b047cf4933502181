namespace Granary.Embedded.Simulation;

/// <summary>When a simulation is taken to be lost.</summary>
internal sealed record PumpLimits(TimeSpan VirtualTime, TimeSpan RealWorkGrace)
{
    /// <summary>So many steps without time moving are a circle.</summary>
    public long StepsPerInstant => 2_000_000;
}
