using System.Collections.Immutable;

namespace Granary.Admission.Explanations;

/// <summary>
/// Why somebody waits, or would: made by the rules that decide, on one state. What it calls free the next acquire gets; what it calls blocked it
/// does not. Instants are monotonic seconds of the process.
/// </summary>
/// <param name="Key">What it is about.</param>
/// <param name="Tenant">For whom.</param>
/// <param name="Band">In which band.</param>
/// <param name="State">Where it stands.</param>
/// <param name="AsOf">When this was worked out.</param>
/// <param name="Sequence">Number of the agent's state.</param>
/// <param name="Verdict">One sentence with numbers: what binds, since when, until when.</param>
/// <param name="WaitingFor">Every layer that says no now, the binding one first; empty: a permit is free.</param>
/// <param name="Position">Waiters that fairness would serve first.</param>
/// <param name="Estimate">How long that will take, if calls go on as they did; null when too little is known.</param>
/// <param name="Ahead">Who they are, the largest 32, the rest as one.</param>
/// <param name="WaitingSince">When the waiter began to wait; null for a newcomer.</param>
/// <param name="Deadline">When its wait ends in any case; null is never, or a newcomer.</param>
/// <param name="Snapshot">The key at that instant.</param>
public sealed record WaitExplanation(
    ResourceKey Key,
    string Tenant,
    Band Band,
    WaitState State,
    double AsOf,
    long Sequence,
    string Verdict,
    ImmutableArray<WaitLayer> WaitingFor,
    int Position,
    TimeSpan? Estimate,
    ImmutableArray<WaitersAhead> Ahead,
    double? WaitingSince,
    double? Deadline,
    AgentSnapshot Snapshot);
