namespace Granary.Admission.Estimators;

/// <summary>One consequence of a command, in the order in which it is to be told.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="From">Limit before.</param>
/// <param name="To">Limit after.</param>
/// <param name="Cause">Why.</param>
/// <param name="Generation">Generation after it.</param>
public readonly record struct EstimatorEffect(EstimatorEffectKind Kind, int From, int To, LimitCause Cause, long Generation)
{
    /// <summary>The estimator's reasons after it.</summary>
    public EstimatorReading Reading { get; init; }
}
