namespace Granary.Abstractions.Jobs;

/// <summary>One job; the key is its id. What its tenant may ask of it. An expired job is no job.</summary>
[Alias("granary.IJobGrain")]
public interface IJobGrain : IGrainWithStringKey
{
    /// <summary>The view, or null if there is no such job.</summary>
    [Alias("view"), AlwaysInterleave]
    Task<JobView?> ViewAsync();

    /// <summary>The view and the result, waiting up to <paramref name="wait"/> (at most 60 s) for the end; null if there is no such job.</summary>
    [Alias("result"), AlwaysInterleave, ResponseTimeout("00:01:30")]
    Task<JobResult?> ResultAsync(TimeSpan wait, CancellationToken cancellationToken);

    /// <summary>Live events after a sequence, waiting up to <paramref name="wait"/> (at most 60 s) for the first one; null if there is no such job.</summary>
    [Alias("events"), AlwaysInterleave, ResponseTimeout("00:01:30")]
    Task<JobEventPage?> ReadEventsAsync(long after, TimeSpan wait, CancellationToken cancellationToken);

    /// <summary>Ends the job; a running attempt is told to stop and its result is not taken any more.</summary>
    [Alias("cancel")]
    Task<JobActionResult> CancelAsync(string? reason);
}
