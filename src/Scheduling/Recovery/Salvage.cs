using System.Collections.Immutable;

namespace Granary.Scheduling.Recovery;

/// <summary>What becomes of the deferred tasks of a stalled row group.</summary>
/// <param name="Redispatched">Re-enter like new work.</param>
/// <param name="OverBudget">The run's retry budget is used up: their rows, or groups, are given up.</param>
public sealed record Salvage(ImmutableArray<SalvagedTask> Redispatched, ImmutableArray<SalvagedTask> OverBudget);
