namespace Granary.Admission.Estimators;

/// <summary>Which estimator moves limits, and the validated settings of each.</summary>
public sealed record EstimatorSettings
{
    /// <summary>One of <see cref="LimitEstimators.Names"/>, for keys whose aliases name none.</summary>
    public string Name { get; init; } = AimdEstimator.EstimatorName;

    /// <summary>Settings of <c>aimd</c>.</summary>
    public AimdSettings Aimd { get; init; } = new();
}
