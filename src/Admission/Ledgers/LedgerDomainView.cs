using System.Collections.Immutable;
using Granary.Admission.Estimators;
using Granary.Admission.Gates;
using Granary.Admission.Protocol;

namespace Granary.Admission.Ledgers;

/// <summary>One domain of an endpoint across all agents, at one instant.</summary>
public sealed record LedgerDomainView
{
    /// <summary>Which domain.</summary>
    public required Domain Domain { get; init; }

    /// <summary>Which estimator moves the limit.</summary>
    public required string Estimator { get; init; }

    /// <summary>Number in force.</summary>
    public required int Limit { get; init; }

    /// <summary>Configured maximum.</summary>
    public required int Cap { get; init; }

    /// <summary>Where trouble began; 0 if never cut.</summary>
    public required int Ceiling { get; init; }

    /// <summary>Generation of the limit.</summary>
    public required long Generation { get; init; }

    /// <summary>Rest of a block in seconds; 0: none.</summary>
    public required double BlockedFor { get; init; }

    /// <summary>Calls in flight, as last reported.</summary>
    public required int InFlight { get; init; }

    /// <summary>Permits lent or in use, ghosts included.</summary>
    public required int Outstanding { get; init; }

    /// <summary>Waiters by band, as last reported.</summary>
    public required ImmutableArray<int> Waiting { get; init; }

    /// <summary>Whether the domain may be called.</summary>
    public GateState Gate { get; init; }

    /// <summary>Why the gate is as it is.</summary>
    public GateCause GateCause { get; init; }

    /// <summary>Seconds since the gate changed.</summary>
    public double GateSinceAgo { get; init; }

    /// <summary>Seconds until the gate's next probe; 0: none is waited for.</summary>
    public double GateFor { get; init; }

    /// <summary>How permits are lent.</summary>
    public LendingMode Mode { get; init; }

    /// <summary>Permits given by agents since this ledger was born.</summary>
    public required long Admitted { get; init; }

    /// <summary>Refusals for load since then.</summary>
    public required long RateLimited { get; init; }

    /// <summary>The last change of the limit; null if there was none.</summary>
    public EstimatorEffect? LastChange { get; init; }

    /// <summary>Seconds since the last change.</summary>
    public double LastChangeAgo { get; init; }
}
