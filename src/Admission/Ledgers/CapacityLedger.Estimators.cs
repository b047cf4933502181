using Granary.Admission.Estimators;

namespace Granary.Admission.Ledgers;

/// <summary>Which estimator moves a domain's limit, and how another takes over while the endpoint is in use.</summary>
public sealed partial class CapacityLedger
{
    /// <summary>
    /// An agent whose aliases now choose another estimator than before is believed at once; what a newcomer chooses counts when everybody chooses
    /// it. So a document that reaches the processes one after the other changes the estimator once, and a process with an old document changes
    /// nothing back. Limit, ceiling, generation and block go on.
    /// </summary>
    private void ChooseEstimator(LedgerDomain domain, Booking booking, double now, LedgerEffects effects)
    {
        var before = domain.Estimator;
        var name = Known(booking.Estimator) ?? _settings.Estimator.Name;
        if (string.Equals(name, before.Name, StringComparison.Ordinal) || !(booking.ChoseAnother || EverybodyChose(domain, name)))
        {
            return;
        }

        var limit = before.Look(now);
        var after = LimitEstimators.Create(_settings.Estimator, name, before.Cap, now, before.Save(now));
        domain.Replace(after);
        var kind = after.Limit < limit ? EstimatorEffectKind.LimitDecreased
            : after.Limit > limit ? EstimatorEffectKind.LimitIncreased
            : EstimatorEffectKind.GenerationRaised;
        _estimates.Add(new EstimatorEffect(kind, limit, after.Limit, LimitCause.Estimator, after.Generation) { Reading = after.Reading });
        Drain(domain, now, effects);
        Dirty(DirtyState.Urgent);
        if (after.Limit < limit)
        {
            TellCut(domain, booking.Agent, now, effects);
        }
    }

    private bool EverybodyChose(LedgerDomain domain, string name)
    {
        foreach (var agent in _agents.Values)
        {
            if (!agent.Gone && agent.Of(domain.Domain) is { HasChosen: true } other
                && !string.Equals(Known(other.Estimator) ?? _settings.Estimator.Name, name, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    // An agent of a later version may know estimators that this ledger does not.
    private static string? Known(string? name) => name is not null && LimitEstimators.Names.Contains(name) ? name : null;
}
