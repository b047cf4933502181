using System.Collections.Immutable;
using System.Globalization;
using Granary.Admission.Estimators;
using Granary.Admission.Explanations;

namespace Granary.Admission.Agents;

/// <summary>Explains waits with the functions that decide, on the state they decide on.</summary>
public sealed partial class CapacityAgent
{
    private const int LargestAhead = 32;

    /// <summary>
    /// Why a call of that tenant and band would wait now; null for a domain nobody ever used. What time alone has made possible is done first, so
    /// that the answer is what the next acquire meets.
    /// </summary>
    public WaitExplanation? Explain(Domain domain, string tenant, Band band, double now, AgentEffects effects)
    {
        Tick(now, effects);
        return KeyOf(domain) is { } key ? Explain(key, tenant, band, null, now) : null;
    }

    /// <summary>Why that waiter waits; null if it does not wait any more.</summary>
    public WaitExplanation? Explain(Waiter waiter, double now, AgentEffects effects)
    {
        Tick(now, effects);
        return waiter.Flow is null
            ? null
            : Explain(KeyOf(waiter.Request.Key.Domain)!, waiter.Request.Tenant, waiter.Request.Band, waiter, now);
    }

    private WaitExplanation Explain(AgentKey key, string tenant, Band band, Waiter? waiter, double now)
    {
        var ahead = Ahead(key.Key.Domain, tenant, band, waiter);
        var position = ahead.Sum(static a => a.Waiting);
        var check = Check(key, tenant, now);
        var estimate = Estimate(key, check, position, now);
        var layers = Layers(key, tenant, check, position, estimate, now);
        var state = check.Admitted ? WaitState.Free
            : check.Reason == DenialReason.NoCapacity ? WaitState.Waiting
            : WaitState.Blocked;
        return new WaitExplanation(
            key.Key, tenant, band, state, now, _sequence, Verdict(key, layers, position, estimate), layers, position,
            estimate is { } seconds ? TimeSpan.FromSeconds(seconds) : null, Largest(ahead), waiter?.StartedAt,
            waiter is { Deadline: var deadline } && double.IsFinite(deadline) ? deadline : null, Snapshot(key.Key.Domain, now)!);
    }

    /// <summary>The rest of a block, and the calls that must end before this one's turn; null while too little is known.</summary>
    private double? Estimate(AgentKey key, in AdmissionCheck check, int position, double now)
    {
        if (check.Admitted)
        {
            return 0;
        }

        var rest = double.IsFinite(check.AvailableAt) ? Math.Max(0, check.AvailableAt - now) : 0;
        return key.Times.Median(now) is { } median ? rest + ((position + 1) * median / Math.Max(1, UsableShare(key, now))) : null;
    }

    private ImmutableArray<WaitLayer> Layers(AgentKey key, string tenant, in AdmissionCheck first, int position, double? estimate, double now)
    {
        if (first.Admitted)
        {
            return [];
        }

        var layers = ImmutableArray.CreateBuilder<WaitLayer>();
        layers.Add(LayerOf(key, tenant, first, estimate, now));
        if (first.Reason == DenialReason.Cooldown && Binding(key, now) is var behind && behind is not (DenialBinding.None or DenialBinding.Opening))
        {
            // When the block is over, this is what stands in the way next.
            layers.Add(LayerOf(key, tenant, new AdmissionCheck(DenialReason.NoCapacity, behind, double.PositiveInfinity), estimate, now));
        }

        if (position > 0)
        {
            layers.Add(new WaitLayer(
                "queue_order", DenialReason.QueuedWaitersAhead, DenialBinding.None, position, position, null, null, EarliestBasis.Unknown,
                string.Create(CultureInfo.InvariantCulture, $"{position} waiters are served first")));
        }

        return layers.ToImmutable();
    }

    private WaitLayer LayerOf(AgentKey key, string tenant, in AdmissionCheck check, double? estimate, double now)
    {
        var exact = double.IsFinite(check.AvailableAt);
        var part = check.Binding == DenialBinding.TenantShare ? key.Parts.Of(tenant) : null;
        return new WaitLayer(
            LayerName(check),
            check.Reason!.Value,
            check.Binding,
            part?.InFlight ?? (check.Binding == DenialBinding.Aggregate ? _inFlight : check.Binding == DenialBinding.Opening ? key.Opened : key.InFlight),
            part?.Share ?? Denials.Bound(check.Binding, this, key, now),
            check.Reason == DenialReason.Cooldown ? key.BlockedSince : check.Binding == key.Binding ? key.BindingSince : null,
            exact ? check.AvailableAt : estimate is { } seconds ? now + seconds : null,
            exact ? EarliestBasis.Exact : estimate is null ? EarliestBasis.Unknown : EarliestBasis.Estimate,
            Denials.Describe(check, this, key, now));
    }

    private static string LayerName(in AdmissionCheck check) => check.Reason switch
    {
        DenialReason.HardPolicyDenial or DenialReason.Shutdown => "operator",
        DenialReason.Outage => "gate",
        DenialReason.Cooldown => "cooldown",
        _ => check.Binding switch
        {
            DenialBinding.TenantShare => "own_share",
            DenialBinding.Requests or DenialBinding.Tokens => "rate_credit",
            _ => "request_permit",
        },
    };

    private static string Verdict(AgentKey key, ImmutableArray<WaitLayer> layers, int position, double? estimate)
    {
        if (layers.IsEmpty)
        {
            return $"a permit of {key.Key} is free";
        }

        var when = layers[0].Basis switch
        {
            EarliestBasis.Exact => string.Create(CultureInfo.InvariantCulture, $"; exactly until {layers[0].Earliest:0.###} s"),
            EarliestBasis.Estimate => string.Create(CultureInfo.InvariantCulture, $"; about {estimate:0.#} s, {position} ahead"),
            _ => "; until a call comes back",
        };
        return layers[0].Detail + when;
    }

    private List<WaitersAhead> Ahead(Domain domain, string tenant, Band band, Waiter? waiter)
    {
        var ahead = new List<WaitersAhead>();
        for (var b = Band.Interactive; b < band; b++)
        {
            foreach (var other in _queue.Tenants(b))
            {
                Add(ahead, b, other.Name, other.Waiting(domain), domain);
            }
        }

        var own = _queue.Bands[(int)band].Find(tenant);
        var before = waiter is not null ? TurnsAhead.InTenant(waiter) : own?.Waiting(domain) ?? 0;
        var tag = TurnsAhead.After(own?.Tag ?? _queue.Bands[(int)band].VirtualTime, Step(tenant), before);
        foreach (var other in _queue.Tenants(band))
        {
            var count = ReferenceEquals(other, own)
                ? before
                : TurnsAhead.Before(other.Tag, Step(other.Name), other.Waiting(domain), tag, own is null || own.Count == 0 || other.Activation < own.Activation);
            Add(ahead, band, other.Name, count, domain);
        }

        return ahead;
    }

    // What tokens a waiter will be charged for is its own; for an explanation a turn is a turn.
    private double Step(string tenant) => 1.0 / _policies.WeightOf(tenant);

    private void Add(List<WaitersAhead> ahead, Band band, string tenant, int waiting, Domain domain)
    {
        if (waiting > 0)
        {
            var inFlight = _leases.Active.Count(l => l.Request.Key.Domain == domain && l.Request.Tenant == tenant);
            ahead.Add(new WaitersAhead(band, tenant, waiting, inFlight, _policies.WeightOf(tenant)));
        }
    }

    private static ImmutableArray<WaitersAhead> Largest(List<WaitersAhead> ahead)
    {
        var ordered = ahead.OrderBy(static a => a.Band).ThenByDescending(static a => a.Waiting).ThenBy(static a => a.Tenant, StringComparer.Ordinal).ToList();
        var rest = ordered.Skip(LargestAhead).ToList();
        var largest = ordered.Take(LargestAhead);
        return rest.Count == 0
            ? [.. largest]
            : [.. largest, new WaitersAhead(rest[^1].Band, "", rest.Sum(static a => a.Waiting), rest.Sum(static a => a.InFlight), 0)];
    }
}
