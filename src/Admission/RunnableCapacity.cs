namespace Granary.Admission;

/// <summary>How much of a key may run in this process right now, for a scheduler that starts only what can run.</summary>
/// <param name="Permits">
/// Calls that may be in flight at once: limit, cap, share and opening taken together, at least 1 while registered and not blocked (so that the
/// first one can ask for more), 0 while blocked, draining or unregistered.
/// </param>
/// <param name="Free">How many of them could be given to a newcomer at once: nobody in flight or waiting has a claim on them.</param>
/// <param name="BlockedFor">Rest of a block, or null when there is none.</param>
/// <param name="Gate">Whether the endpoint may be called at all.</param>
public readonly record struct RunnableCapacity(int Permits, int Free, TimeSpan? BlockedFor, GateState Gate);
