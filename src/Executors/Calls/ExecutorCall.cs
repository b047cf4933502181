namespace Granary.Executors;

/// <summary>One call of one handler: everything but its argument. Immutable; may be used for many submits.</summary>
/// <param name="Handler">
/// Name of the handler: what a .NET module registered (<c>[a-z][a-z0-9._-]{0,127}</c>), or <c>module:function</c> of a Python pool.
/// </param>
public sealed record ExecutorCall(string Handler)
{
    /// <summary>
    /// Tasks with the same key run on the same lane, one after the other in the order of submission, even if other lanes are free. Null or empty: any lane.
    /// </summary>
    public string? Affinity { get; init; }

    /// <summary>Priority where the pool orders by it; see <see cref="ExecutorPriority"/>.</summary>
    public byte Priority { get; init; } = ExecutorPriority.Standard;

    /// <summary>The caller's own deadline, from the submit on, waiting included. Null: none.</summary>
    public TimeSpan? TimeLeft { get; init; }

    /// <summary>Longest run time on a lane; the shorter of this and the pool's <c>TaskTimeout</c> counts. Null: the pool's.</summary>
    public TimeSpan? TaskTimeout { get; init; }

    /// <summary>Number of this attempt as the handler sees it, from 1.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>Whose call it is, as the handler sees it.</summary>
    public string? Tenant { get; init; }

    /// <summary>
    /// Called with what the handler reports, never on the caller's thread, never twice at once; a report that comes while the last is still being
    /// delivered replaces the one that waits. None comes after the outcome has been delivered by more than one delivery in flight.
    /// </summary>
    public Action<ExecutorProgress>? Progress { get; init; }

    /// <summary>Called once when the task starts on a lane, never on the caller's thread; not called for a task that never starts.</summary>
    public Action? Started { get; init; }
}
