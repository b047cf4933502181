namespace Granary.Admission.Estimators.Delay;

/// <summary>Validated settings of <c>gradient2</c>.</summary>
public sealed record Gradient2Settings
{
    /// <summary>First limit.</summary>
    public int InitialLimit { get; init; } = 20;

    /// <summary>Smallest limit.</summary>
    public int MinLimit { get; init; } = 20;

    /// <summary>Largest limit.</summary>
    public int MaxLimit { get; init; } = 200;

    /// <summary>Part of a step that is taken at once, above 0 and at most 1.</summary>
    public double Smoothing { get; init; } = 0.2;

    /// <summary>Calls that may queue; null: the whole square root of the limit.</summary>
    public int? Queue { get; init; } = 4;

    /// <summary>Samples of the long average.</summary>
    public int LongWindow { get; init; } = 600;

    /// <summary>How much slower than the long average an answer may be.</summary>
    public double Tolerance { get; init; } = 1.5;

    /// <summary>
    /// A window of at least 10 samples of which at least a tenth were refused or timed out cuts the limit × 0.9, once. Off as published, where
    /// refusals are never looked at. Implies <see cref="Windowed"/>.
    /// </summary>
    public bool ErrorCut { get; init; }

    /// <summary>Samples are merged over windows first.</summary>
    public bool Windowed { get; init; }
}
