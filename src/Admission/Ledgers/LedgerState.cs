using System.Collections.Immutable;
using Granary.Admission.Estimators;
using Granary.Admission.Gates;

namespace Granary.Admission.Ledgers;

/// <summary>What survives of a ledger. All times are durations from the moment of writing; the shell knows when that was.</summary>
public sealed record LedgerState
{
    /// <summary>Incarnation of the ledger that wrote it.</summary>
    public required long Epoch { get; init; }

    /// <summary>Seconds for which grants may be out.</summary>
    public double GrantsValidFor { get; init; }

    /// <summary>Agents that may hold shares.</summary>
    public ImmutableArray<LedgerHolder> Holders { get; init; } = [];

    /// <summary>Estimator of each domain that was ever used.</summary>
    public ImmutableSortedDictionary<Domain, EstimatorState> Estimators { get; init; } = ImmutableSortedDictionary<Domain, EstimatorState>.Empty;

    /// <summary>Gate of each domain that was ever used.</summary>
    public ImmutableSortedDictionary<Domain, GateMemory> Gates { get; init; } = ImmutableSortedDictionary<Domain, GateMemory>.Empty;

    /// <summary>Rate credits of each domain whose rates are limited.</summary>
    public ImmutableSortedDictionary<Domain, CreditMemory> Credits { get; init; } = ImmutableSortedDictionary<Domain, CreditMemory>.Empty;

    /// <summary>
    /// The writer stopped in good order and granted nothing after this: the bookings of <see cref="Holders"/> are exact, and its successor
    /// need not learn.
    /// </summary>
    public bool HandedOver { get; init; }
}
