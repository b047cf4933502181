namespace Granary.Grains.Simulator;

/// <summary>Why the simulated provider answers 429.</summary>
/// <param name="What">The limit that was reached, in words.</param>
/// <param name="Until">When there is room again, where that is known.</param>
internal sealed record SimulatorRefusal(string What, TimeSpan? Until);
