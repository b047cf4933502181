namespace Granary.Grains.Simulator;

/// <summary>What happens after the last piece of a simulated answer.</summary>
internal enum SimulatedClose
{
    /// <summary>The answer is over.</summary>
    Clean,

    /// <summary>The connection drops.</summary>
    Cut,

    /// <summary>Silence until the caller leaves, at most ten minutes; then the connection drops.</summary>
    Stall,
}
