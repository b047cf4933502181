namespace Granary.Admission;

/// <summary>
/// A time-bounded hold of one permit. A value: copies are the same lease, and a copy with any field changed is a stale one. Give it back
/// exactly once. Instants are seconds of the process's own monotonic clock and mean nothing elsewhere.
/// </summary>
/// <param name="Incarnation">Life of the agent that gave it.</param>
/// <param name="Number">Counter of that life; together with the incarnation its id.</param>
/// <param name="Key">What it may call.</param>
/// <param name="Tenant">On whose behalf.</param>
/// <param name="Band">Priority it was admitted in.</param>
/// <param name="AcquiredAt">When.</param>
/// <param name="Limit">Limit in force at admission.</param>
/// <param name="EffectiveCap">Cap in force at admission.</param>
/// <param name="Generation">Generation of the limit at admission; makes what it teaches late harmless.</param>
/// <param name="EstimatedTokens">Tokens reserved for it.</param>
/// <param name="Level">Calls of the key in flight in the whole cluster at admission, this one included, as far as the agent knew.</param>
/// <param name="ExpiresAt">When it is taken back unless renewed. The agent's own record of it counts, not this copy.</param>
public readonly record struct RequestLease(
    ulong Incarnation,
    long Number,
    ResourceKey Key,
    string Tenant,
    Band Band,
    double AcquiredAt,
    int Limit,
    int EffectiveCap,
    long Generation,
    int EstimatedTokens,
    int Level,
    double ExpiresAt);
