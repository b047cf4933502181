using System.Collections.Immutable;

namespace Granary.Admission.Events;

/// <summary>
/// One thing that happened to permits, waits, limits or gates. Immutable, complete when made: a sink needs no context to read it. Holds no text of
/// prompts, answers or errors. The stream numbers it when it is published.
/// </summary>
/// <param name="Kind">What happened.</param>
/// <param name="At">Monotonic seconds of the emitting process.</param>
/// <param name="Key">What it is about.</param>
public sealed record RequestEvent(RequestEventKind Kind, double At, ResourceKey Key)
{
    /// <summary>The attempt it belongs to; 0: none.</summary>
    public long Attempt { get; init; }

    /// <summary>The lease it belongs to, if there is one.</summary>
    public LeaseId? Lease { get; init; }

    /// <summary>Priority class of the request, if it is about one.</summary>
    public Band? Band { get; init; }

    /// <summary>Tenant of the request, if it is about one; written as a hash.</summary>
    public string? Tenant { get; init; }

    /// <summary>Reason or outcome, a name of a closed set; null where the kind has none.</summary>
    public string? Reason { get; init; }

    /// <summary>Run, column, request and trace it belongs to, as captured when the request was made.</summary>
    public RequestCorrelation? Correlation { get; init; }

    /// <summary>The key as its agent saw it, for the kinds that carry it.</summary>
    public AgentSnapshot? Snapshot { get; init; }

    /// <summary>What else the kind says, in order.</summary>
    public ImmutableArray<EventFact> Facts { get; init; } = [];
}
