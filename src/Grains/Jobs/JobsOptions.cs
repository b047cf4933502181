namespace Granary.Grains.Jobs;

/// <summary>How jobs are run (section <c>Jobs</c>).</summary>
public sealed class JobsOptions
{
    /// <summary>Unfinished jobs that one tenant may have; one more is refused with 429. Default 10 000, 1 to 100 000.</summary>
    public int MaxUnfinished { get; set; } = 10_000;

    /// <summary>
    /// Attempts that one silo may have in one pool at once; the others wait for their turn outside of it, so that jobs never fill the places of calls
    /// that somebody waits for. Default 32, 1 to 10 000.
    /// </summary>
    public int MaxRunning { get; set; } = 32;

    /// <summary>How long attempts may go on when the silo is asked to stop, before they are given back. Default 10 s, 0 to 10 min.</summary>
    public TimeSpan DrainTime { get; set; } = TimeSpan.FromSeconds(10);
}
