namespace Granary.Abstractions.Executors;

/// <summary>A lane that is not simply free or busy.</summary>
/// <param name="Lane">Its number.</param>
/// <param name="PausedFor">Why it is paused; null if it is not.</param>
/// <param name="Stopping">Held by work that was given up.</param>
public sealed record ExecutorLaneEntry(int Lane, string? PausedFor, bool Stopping);
