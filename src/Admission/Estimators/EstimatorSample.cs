namespace Granary.Admission.Estimators;

/// <summary>One released lease, as an estimator sees it.</summary>
/// <param name="Report">What the caller learned.</param>
/// <param name="Generation">Generation of the limit at admission.</param>
/// <param name="Limit">Limit recorded on the lease.</param>
/// <param name="InFlight">Calls of the key in flight after the release.</param>
public readonly record struct EstimatorSample(ReleaseReport Report, long Generation, int Limit, int InFlight);
