namespace Granary.Executors;

/// <summary>A lane that is not simply free or busy.</summary>
/// <param name="Number">Its number in the pool, from 0.</param>
/// <param name="PausedFor">Why it is paused; null if it is not.</param>
/// <param name="Stopping">Taken by work that was given up.</param>
public sealed record ExecutorLaneView(int Number, string? PausedFor, bool Stopping);
