using Granary.Admission.Estimators.Delay;
using Granary.Admission.Estimators.Seek;

namespace Granary.Admission.Estimators;

/// <summary>Which estimator moves limits, and the validated settings of each.</summary>
public sealed record EstimatorSettings
{
    /// <summary>One of <see cref="LimitEstimators.Names"/>, for keys whose aliases name none.</summary>
    public string Name { get; init; } = LimitEstimators.Aimd;

    /// <summary>Settings of <c>aimd</c>.</summary>
    public AimdSettings Aimd { get; init; } = new();

    /// <summary>Settings of <c>seek</c>.</summary>
    public SeekSettings Seek { get; init; } = new();

    /// <summary>Settings of <c>gradient2</c>.</summary>
    public Gradient2Settings Gradient2 { get; init; } = new();

    /// <summary>Settings of <c>vegas</c>.</summary>
    public VegasSettings Vegas { get; init; } = new();

    /// <summary>Windows of <c>gradient2</c> and <c>vegas</c>, where those want them.</summary>
    public WindowSettings Windows { get; init; } = new();

    /// <summary>Settings of <c>fixed</c>.</summary>
    public FixedSettings Fixed { get; init; } = new();
}
