using System.Collections.Immutable;

namespace Granary.Admission.Protocol;

/// <summary>One domain in a grant. All times are seconds of duration.</summary>
public sealed record LedgerDomainGrant
{
    /// <summary>Which domain.</summary>
    public required Domain Domain { get; init; }

    /// <summary>Permits the agent may use by itself.</summary>
    public required int Share { get; init; }

    /// <summary>Number in force across all agents.</summary>
    public required int Limit { get; init; }

    /// <summary>Generation of that limit.</summary>
    public required long Generation { get; init; }

    /// <summary>Where trouble began; 0 if never cut.</summary>
    public int Ceiling { get; init; }

    /// <summary>Rest of a block; 0: none.</summary>
    public double BlockedFor { get; init; }

    /// <summary>How long the share may be used, counted from the sending of the report.</summary>
    public required double ExpiresIn { get; init; }

    /// <summary>Somebody lacks permits: do not keep idle ones, report as soon as one comes back.</summary>
    public bool Contended { get; init; }

    /// <summary>Successes after which an agent with waiters should report; 0: none would change anything.</summary>
    public int ReportAfter { get; init; }

    /// <summary>
    /// Permits in use by other agents: what they were lent, less what they had unused at their last reports, and ghosts. With the agent's own
    /// calls this is the level of an admission, exact with one agent.
    /// </summary>
    public int Elsewhere { get; init; }

    /// <summary>Block after a refusal for load that names no wait; 0: none, lower your own share by one and wait for the next grant.</summary>
    public double BlockOnRefusal { get; init; }

    /// <summary>How permits of the domain are lent.</summary>
    public LendingMode Mode { get; init; }

    /// <summary>
    /// Parts of <see cref="Share"/> by tenant while permits are contended; empty: the agent divides by itself. A tenant that is not listed has
    /// the part of the empty name, or none.
    /// </summary>
    public ImmutableArray<TenantShare> TenantShares { get; init; } = [];

    /// <summary>Direct leases given and not confirmed by this agent.</summary>
    public ImmutableArray<DirectLease> Leases { get; init; } = [];

    /// <summary>With <see cref="LendingMode.Forwarded"/>: the agent that takes this one's waiters.</summary>
    public string? Holder { get; init; }

    /// <summary>Rate credits.</summary>
    public CreditGrant Credits { get; init; } = CreditGrant.Unlimited;

    /// <summary>The gate.</summary>
    public GateGrant Gate { get; init; } = GateGrant.Open;
}
