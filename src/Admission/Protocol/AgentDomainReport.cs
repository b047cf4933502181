using System.Collections.Immutable;

namespace Granary.Admission.Protocol;

/// <summary>One domain in an agent's report. All times are seconds of duration.</summary>
public sealed record AgentDomainReport
{
    /// <summary>Which domain.</summary>
    public required Domain Domain { get; init; }

    /// <summary>Cap of the key at this agent; 0: no alias is registered any more.</summary>
    public required int EffectiveCap { get; init; }

    /// <summary>Permits the agent may use by itself, unexpired.</summary>
    public required int Share { get; init; }

    /// <summary>Permits the agent may use or is using until it hears from the ledger: the larger of its share and its calls in flight.</summary>
    public required int Held { get; init; }

    /// <summary>Calls in flight.</summary>
    public required int InFlight { get; init; }

    /// <summary>Permits it has used lately and would like to keep, beyond those in flight and wanted; given up to whoever needs them.</summary>
    public int Idle { get; init; }

    /// <summary>Who has and wants how much; the largest tenants, and the rest as one.</summary>
    public ImmutableArray<TenantDemand> Demand { get; init; } = [];

    /// <summary>Direct leases held and settled. Calls in flight on them are part of <see cref="InFlight"/>, not of <see cref="Held"/>.</summary>
    public DirectClaim Direct { get; init; } = DirectClaim.None;

    /// <summary>Rate credits.</summary>
    public CreditClaim Credits { get; init; }

    /// <summary>Rates configured here.</summary>
    public RateCaps RateCaps { get; init; }

    /// <summary>Rate fields seen last.</summary>
    public RateSeen RateSeen { get; init; } = RateSeen.None;

    /// <summary>The half-open probe, if it has it.</summary>
    public GateClaim Gate { get; init; }

    /// <summary>Outcomes since the agent was born.</summary>
    public OutcomeTotals Totals { get; init; }

    /// <summary>Rest of the longest block that refusals seen here ask for, in seconds; 0: none.</summary>
    public double BlockFor { get; init; }

    /// <summary>What was seen since the last answered report, one batch for each report sent since.</summary>
    public ImmutableArray<EvidenceBatch> Evidence { get; init; } = [];

    /// <summary>Estimator that the aliases of this process ask for; null: the ledger's own choice.</summary>
    public string? Estimator { get; init; }
}
