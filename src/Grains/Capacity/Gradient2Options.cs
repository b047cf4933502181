namespace Granary.Grains.Capacity;

/// <summary>Settings of the <c>gradient2</c> estimator, section <c>Admission:Gradient2</c>.</summary>
public sealed class Gradient2Options
{
    /// <summary>First limit; the cap counts where it is lower. Default 20; 1 to 100,000.</summary>
    public int InitialLimit { get; set; } = 20;

    /// <summary>Smallest limit; at most InitialLimit. Default 20; 1 to 100,000.</summary>
    public int MinLimit { get; set; } = 20;

    /// <summary>Largest limit; at least InitialLimit. Default 200; 1 to 100,000.</summary>
    public int MaxLimit { get; set; } = 200;

    /// <summary>Part of a step that is taken at once. Default 0.2; 0.001 to 1.</summary>
    public double Smoothing { get; set; } = 0.2;

    /// <summary>Calls that may queue; none = the square root of the limit. Default 4; 0 to 10,000.</summary>
    public int? Queue { get; set; } = 4;

    /// <summary>Samples of the long average. Default 600; 10 to 100,000.</summary>
    public int LongWindow { get; set; } = 600;

    /// <summary>How much slower than the long average an answer may be. Default 1.5; 1 to 10.</summary>
    public double Tolerance { get; set; } = 1.5;

    /// <summary>Windows with a tenth of errors cut the limit × 0.9; implies Windowed. Default off.</summary>
    public bool ErrorCut { get; set; }

    /// <summary>Merge samples over windows first (Admission:Windows). Default off.</summary>
    public bool Windowed { get; set; }
}
