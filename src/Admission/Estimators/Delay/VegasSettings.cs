namespace Granary.Admission.Estimators.Delay;

/// <summary>Validated settings of <c>vegas</c>. A null constant stands for a multiple of the decimal logarithm of the limit.</summary>
public sealed record VegasSettings
{
    /// <summary>First limit.</summary>
    public int InitialLimit { get; init; } = 20;

    /// <summary>Largest limit.</summary>
    public int MaxLimit { get; init; } = 1000;

    /// <summary>Part of a step that is taken at once, above 0 and at most 1.</summary>
    public double Smoothing { get; init; } = 1;

    /// <summary>Queue below which the limit rises; null: 3 × lg.</summary>
    public double? Alpha { get; init; }

    /// <summary>Queue above which the limit falls; null: 6 × lg.</summary>
    public double? Beta { get; init; }

    /// <summary>Queue up to which the limit rises by β at once; null: lg.</summary>
    public double? Threshold { get; init; }

    /// <summary>A drop halves the limit instead of taking lg from it.</summary>
    public bool Halve { get; init; }

    /// <summary>The no-load time is measured anew every so many calls per permit.</summary>
    public int ProbeMultiplier { get; init; } = 30;

    /// <summary>
    /// Refusals count as drops without their time being read. Else a fast refusal becomes the no-load time, and every true answer then looks queued.
    /// </summary>
    public bool IgnoreRejectionLatency { get; init; } = true;

    /// <summary>Samples are merged over windows first.</summary>
    public bool Windowed { get; init; }
}
