namespace Granary.Abstractions.Runs;

/// <summary>One run; the key is its id. What callers outside the run may ask of it.</summary>
[Alias("granary.IRunGrain")]
public interface IRunGrain : IGrainWithStringKey
{
    /// <summary>The view of the run, or null if there is none of that id.</summary>
    [Alias("view"), AlwaysInterleave]
    Task<RunView?> ViewAsync();

    /// <summary>
    /// Live events after the sequence <paramref name="after"/>, waiting up to <paramref name="wait"/> for the first one. The page says when
    /// events in between are gone, and when the run has ended.
    /// </summary>
    [Alias("events"), AlwaysInterleave]
    Task<RunEventPage> ReadEventsAsync(long after, TimeSpan wait, CancellationToken cancellationToken);

    /// <summary>Nothing new starts; calls in flight finish and are kept.</summary>
    [Alias("pause")]
    Task<RunActionResult> PauseAsync(string? reason);

    /// <summary>
    /// Goes on from paused, failed or cancelled with what is not finished; with <paramref name="limits"/> in place of those it had, if any are given.
    /// </summary>
    [Alias("resume")]
    Task<RunActionResult> ResumeAsync(string? reason, RunLimitChange? limits);

    /// <summary>A run at rest gets more rows, as many as it shall have in all: its groups stay as they are, new ones follow.</summary>
    [Alias("extend")]
    Task<RunActionResult> ExtendAsync(long rows);

    /// <summary>Calls in flight are cancelled; sealed parts and logs stay.</summary>
    [Alias("cancel")]
    Task<RunActionResult> CancelAsync(string? reason);

    /// <summary>
    /// Removes a run at rest with everything that it stored: results, parts, dropped rows, events, logs. A conflict while it is active. Repeating it, or going on
    /// after a crash, removes what is left.
    /// </summary>
    [Alias("delete")]
    Task<RunActionResult> DeleteAsync();

    /// <summary>Every capacity number of the run, where it comes from, what is in force and what was reached, JSON; null if there is no such run.</summary>
    [Alias("capacity"), AlwaysInterleave]
    Task<string?> CapacityAsync();

    /// <summary>The manifest as it stands, or null if there is no such run.</summary>
    [Alias("manifest"), AlwaysInterleave]
    Task<RunManifest?> ManifestAsync();
}
