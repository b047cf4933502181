namespace Granary.Admission;

/// <summary>How much of a key could be admitted right now, for a scheduler that starts only what can run.</summary>
/// <param name="Permits">Free permits that nobody waits for; 0 while blocked, draining or unregistered.</param>
/// <param name="BlockedFor">Rest of a block, or null when there is none.</param>
/// <param name="Gate">Whether the endpoint may be called at all.</param>
public readonly record struct RunnableCapacity(int Permits, TimeSpan? BlockedFor, GateState Gate);
