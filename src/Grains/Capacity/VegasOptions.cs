namespace Granary.Grains.Capacity;

/// <summary>Settings of the <c>vegas</c> estimator, section <c>Admission:Vegas</c>.</summary>
public sealed class VegasOptions
{
    /// <summary>First limit; the cap counts where it is lower. Default 20; 1 to 100,000.</summary>
    public int InitialLimit { get; set; } = 20;

    /// <summary>Largest limit; at least InitialLimit. Default 1,000; 1 to 100,000.</summary>
    public int MaxLimit { get; set; } = 1000;

    /// <summary>Part of a step that is taken at once. Default 1; 0.001 to 1.</summary>
    public double Smoothing { get; set; } = 1;

    /// <summary>Queue below which the limit rises; none = 3 × lg of the limit. Default none; 1 to 1,000.</summary>
    public double? Alpha { get; set; }

    /// <summary>Queue above which it falls; none = 6 × lg. Default none; 1 to 1,000.</summary>
    public double? Beta { get; set; }

    /// <summary>Queue up to which it rises fast; none = lg. Default none; 0 to 1,000.</summary>
    public double? Threshold { get; set; }

    /// <summary>A drop halves the limit instead of taking lg from it. Default off.</summary>
    public bool Halve { get; set; }

    /// <summary>The no-load time is measured anew every so many calls per permit. Default 30; 1 to 10,000,000.</summary>
    public int ProbeMultiplier { get; set; } = 30;

    /// <summary>The time of a refusal is not read, only that it was one. Default on.</summary>
    public bool IgnoreRejectionLatency { get; set; } = true;

    /// <summary>Merge samples over windows first (Admission:Windows). Default off.</summary>
    public bool Windowed { get; set; }
}
