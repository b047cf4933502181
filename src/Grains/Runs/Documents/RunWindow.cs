namespace Granary.Grains.Runs.Documents;

/// <summary>How many row groups of a run are open at once.</summary>
/// <param name="Max">A fixed number, or the most that an adaptive window grows to; 1 to 256.</param>
/// <param name="Adaptive">Starts at one group and grows while more of them keep the providers busier.</param>
internal sealed record RunWindow(int Max, bool Adaptive = false);
