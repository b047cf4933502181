using Granary.Admission.Estimators;

namespace Granary.Admission.Ledgers;

/// <summary>One domain of a ledger: its estimator and what happened to it since the ledger was born.</summary>
internal sealed class LedgerDomain(Domain domain, ILimitEstimator estimator)
{
    public Domain Domain => domain;

    public ILimitEstimator Estimator => estimator;

    public long Admitted { get; set; }

    public long RateLimited { get; set; }

    public EstimatorEffect? LastChange { get; private set; }

    public double LastChangeAt { get; private set; }

    /// <summary>Notes an effect; true if the limit moved.</summary>
    public bool Note(in EstimatorEffect effect, double now)
    {
        if (effect.Kind is not (EstimatorEffectKind.LimitDecreased or EstimatorEffectKind.LimitIncreased))
        {
            return false;
        }

        LastChange = effect;
        LastChangeAt = now;
        return true;
    }
}
