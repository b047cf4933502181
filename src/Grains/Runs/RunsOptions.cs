namespace Granary.Grains.Runs;

/// <summary>How runs are led (section <c>Runs</c>).</summary>
public sealed class RunsOptions
{
    /// <summary>How long a paused, failed or cancelled run can be resumed; default 7 days, 1 hour to 365 days.</summary>
    public TimeSpan ResumeRetention { get; set; } = TimeSpan.FromDays(7);

    /// <summary>
    /// How long an open row group may be silent before its run opens it again, on another silo if its own is gone; default 10 s, 3 s to 10 min.
    /// </summary>
    public TimeSpan GroupSilence { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Bound of one try of an alias before a run starts; default 180 s, 1 s to 10 min.</summary>
    public TimeSpan PreflightTimeout { get; set; } = TimeSpan.FromSeconds(180);

    /// <summary>How long a starting silo keeps trying to read which runs it must wake; default 2 min, 1 s to 1 hour. The runs' reminders do it too.</summary>
    public TimeSpan ResumptionPatience { get; set; } = TimeSpan.FromMinutes(2);
}
