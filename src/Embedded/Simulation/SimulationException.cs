namespace Granary.Embedded.Simulation;

/// <summary>A simulation cannot go on. The message has the seed that replays it.</summary>
public sealed class SimulationException(string message) : Exception(message);
