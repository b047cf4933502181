namespace Granary.Grains.Runs.Lifecycle;

/// <summary>Settings of this installation that the leading of a run depends on; checked when they were bound.</summary>
/// <param name="ResumeRetention">How long a run at rest can be resumed.</param>
/// <param name="GroupSilence">How long an open group may be silent before it is opened again, maybe elsewhere.</param>
internal sealed record RunTuning(TimeSpan ResumeRetention, TimeSpan GroupSilence);
