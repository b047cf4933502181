namespace Granary.Grains.Capacity;

/// <summary>Windows that merge samples before <c>gradient2</c> or <c>vegas</c> sees them, section <c>Admission:Windows</c>.</summary>
public sealed class WindowsOptions
{
    /// <summary>Shortest window. Default 1 s; 0.001 s to 600 s.</summary>
    public TimeSpan MinWindow { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest window; not below the shortest. Default 1 s; 0.001 s to 600 s.</summary>
    public TimeSpan MaxWindow { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Samples a window needs to be used. Default 10; 1 to 10,000.</summary>
    public int Size { get; set; } = 10;

    /// <summary>Shorter times are ignored. Default 0.0001 s; 0 s to 60 s.</summary>
    public TimeSpan LeastRtt { get; set; } = TimeSpan.FromSeconds(0.0001);

    /// <summary>Percentile handed on; none = the mean. Default none; 0.01 to 0.99.</summary>
    public double? Percentile { get; set; }

    /// <summary>Samples a window keeps for its percentile. Default 100; 1 to 10,000.</summary>
    public int Capacity { get; set; } = 100;
}
