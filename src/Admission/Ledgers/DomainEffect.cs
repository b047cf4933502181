using Granary.Admission.Estimators;

namespace Granary.Admission.Ledgers;

/// <summary>What an estimator did, and for which domain.</summary>
public readonly record struct DomainEffect(Domain Domain, EstimatorEffect Effect);
