namespace Granary.Executors.Processes;

/// <summary>A worker's place.</summary>
internal readonly record struct PoolPlace(string Pool, int Worker);
