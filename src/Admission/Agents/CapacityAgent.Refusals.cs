using System.Collections.Immutable;
using Granary.Admission.Protocol;

namespace Granary.Admission.Agents;

/// <summary>What the agent does by itself before the ledger has spoken, and what mistaken releases do.</summary>
public sealed partial class CapacityAgent
{
    /// <summary>
    /// How long a refusal for load keeps the key closed here: what the provider asked for; else, where only the number of calls was to blame, what
    /// the ledger's estimator wants, which may be nothing but the brake; else the cooldown.
    /// </summary>
    private double WaitAfter(AgentKey key, in ReleaseReport report) =>
        report.RetryAfter is { } asked && asked > TimeSpan.Zero ? asked.TotalSeconds
        : key.BlockOnRefusal is not { } wanted ? _settings.Cooldown
        : wanted > 0 ? wanted
        : report.Meaning is AnswerCause.Capacity or AnswerCause.Unclear ? 0
        : _settings.Cooldown;

    private void ReleasedInVain(in RequestLease lease, in ReleaseReport report, ReleaseResult result, bool late, double now, AgentEffects effects)
    {
        _leaks = result switch
        {
            ReleaseResult.WrongGeneration => _leaks with { WrongGeneration = _leaks.WrongGeneration + 1 },
            ReleaseResult.StaleLease => _leaks with { Stale = _leaks.Stale + 1 },
            ReleaseResult.Duplicate => _leaks with { Duplicate = _leaks.Duplicate + 1 },
            _ => _leaks with { Unknown = _leaks.Unknown + 1 },
        };
        TellInVain(lease, result, now, effects);
        if (!late || report.Outcome != ReleaseOutcome.RateLimited || KeyOf(lease.Key.Domain) is not { } key)
        {
            return;
        }

        // The permit is long gone and nothing is learned, but the provider's word about waiting counts whoever brings it.
        var wait = WaitAfter(key, report);
        if (wait > 0)
        {
            key.BlockFor(wait, now, _leases.LastNumber, _settings.LaterBlockWins);
            _pull = true;
        }

        _sequence++;
        Sweep(now, effects);
        Announce(key, now, effects);
    }

    /// <summary>Puts the tenants' parts of a key's share into force; none: the agent divides by fair queueing alone.</summary>
    private void DivideShare(AgentKey? key, ImmutableArray<TenantShare> shares)
    {
        if (key is null || key.Parts.AreThese(shares))
        {
            return;
        }

        foreach (var part in key.Parts.All)
        {
            _queue.CallAllBack(part, key.Key.Domain);
        }

        key.Parts.Replace(shares, key.Key.Domain, _leases.Active);
    }
}
