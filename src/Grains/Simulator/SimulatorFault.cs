namespace Granary.Grains.Simulator;

/// <summary>What goes wrong with one simulated call; see <see cref="SimulatorErrorShares"/>.</summary>
internal enum SimulatorFault
{
    None,
    RateLimit,
    Server,
    Slow,
    Stall,
    Cut,
    Malformed,
    ErrorBody,
}
