namespace Granary.Admission.Estimators;

/// <summary>An estimator's reasons at one instant, for events and views.</summary>
/// <param name="Phase">What it is at.</param>
/// <param name="Evidence">How strongly refusals speak for a lower limit; 0: none.</param>
/// <param name="Budget">Refusals it may still ask for.</param>
/// <param name="Noise">Share of calls refused for no reason of ours.</param>
public readonly record struct EstimatorReading(EstimatorPhase Phase, double Evidence, double Budget, double Noise);
