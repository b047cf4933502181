namespace Granary.Grains.Jobs;

/// <summary>The clockwork of jobs. An attempt is found lost at most 45 s after its silo's death, and its index's: sweep, silence, and a little.</summary>
internal static class JobTimes
{
    /// <summary>A runner names its jobs this often.</summary>
    public static readonly TimeSpan Report = TimeSpan.FromSeconds(5);

    /// <summary>Progress travels at most this often.</summary>
    public static readonly TimeSpan Progress = TimeSpan.FromMilliseconds(250);

    /// <summary>A job that nobody has named for so long is nobody's.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(20);

    /// <summary>Every silo looks at the index this often.</summary>
    public static readonly TimeSpan Sweep = TimeSpan.FromSeconds(15);

    /// <summary>Longest a reader may wait in one call.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);
}
