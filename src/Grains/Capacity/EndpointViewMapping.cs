using System.Collections.Immutable;
using Granary.Abstractions.Models;
using Granary.Abstractions.Providers;
using Granary.Admission;
using Granary.Admission.Estimators;
using Granary.Admission.Ledgers;

namespace Granary.Grains.Capacity;

/// <summary>Views for people, from what a ledger or an agent knows.</summary>
internal static class EndpointViewMapping
{
    public static EndpointView Of(EndpointKey endpoint, LedgerDomainView view, long epoch) => new(
        endpoint.Provider, endpoint.Model, CapacityNames.Of(view.Domain), view.Estimator, view.Limit, view.Cap, view.Ceiling, view.Generation,
        view.InFlight, view.Outstanding, Waiting(view.Waiting), Math.Ceiling(view.BlockedFor * 1000), CapacityNames.Of(view.Gate), view.Admitted,
        view.RateLimited, Change(view.LastChange, view.LastChangeAgo), epoch, Stale: false);

    /// <summary>The ledger is out of reach, or has never been asked: what this process knows by itself. A limit nobody has told yet is the one to begin with.</summary>
    public static EndpointView Of(ModelAlias alias, AdmissionOptions options, AgentSnapshot? local, bool stale)
    {
        var estimator = local?.Estimator ?? options.Estimator;
        var cap = local?.EffectiveCap ?? alias.Cap;
        var limit = local is { Limit: > 0 }
            ? local.Limit
            : LimitEstimators.Create(EstimatorOptionsMapping.Of(options), estimator, Math.Max(1, cap), now: 0).Limit;
        return new EndpointView(
            alias.Provider, alias.Model, alias.Domain, estimator, limit, cap, local?.Ceiling ?? 0, local?.Generation ?? 0, local?.InFlight ?? 0, local?.Share ?? 0,
            Waiting(local?.Waiters ?? [0, 0, 0]), Math.Ceiling(local?.BlockedFor?.TotalMilliseconds ?? 0), CapacityNames.Of(local?.Gate ?? GateState.Open),
            local?.Acquired ?? 0, 0, null, local?.Epoch ?? 0, stale);
    }

    private static ImmutableSortedDictionary<string, int> Waiting(ImmutableArray<int> bands) =>
        bands.Select(static (count, band) => KeyValuePair.Create(CapacityNames.Of((Band)band), count)).ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static LimitChange? Change(EstimatorEffect? change, double ago) =>
        change is { } c ? new LimitChange(c.From, c.To, CapacityNames.Of(c.Cause), Math.Round(ago * 1000)) : null;
}
