namespace Granary.Admission.Estimators.Delay;

/// <summary>Validated settings of the windows that merge samples before a delay-driven estimator sees them.</summary>
public sealed record WindowSettings
{
    /// <summary>Shortest window, seconds.</summary>
    public double MinWindow { get; init; } = 1;

    /// <summary>Longest window, seconds.</summary>
    public double MaxWindow { get; init; } = 1;

    /// <summary>Samples a window needs to be used.</summary>
    public int Size { get; init; } = 10;

    /// <summary>Shorter times are ignored, nanoseconds.</summary>
    public double LeastRttNs { get; init; } = 100_000;

    /// <summary>Percentile handed on, above 0 and below 1; null: the mean.</summary>
    public double? Percentile { get; init; }

    /// <summary>Samples a window keeps for its percentile.</summary>
    public int Capacity { get; init; } = 100;
}
