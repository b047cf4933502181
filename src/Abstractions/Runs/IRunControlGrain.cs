namespace Granary.Abstractions.Runs;

/// <summary>One run, as its submission and its row groups see it; the key is its id. Callers outside the engine use <see cref="IRunGrain"/>.</summary>
[Alias("granary.IRunControlGrain")]
public interface IRunControlGrain : IGrainWithStringKey
{
    /// <summary>Stores the run and starts it. Durable before it answers; repeating it changes nothing.</summary>
    [Alias("start")]
    Task<RunView> StartAsync(RunStart start);

    /// <summary>What a document must agree with to continue this run, or null if there is no such run.</summary>
    [Alias("plan"), AlwaysInterleave]
    Task<RunPlanView?> PlanAsync();

    /// <summary>Goes on with a document of the same fingerprint, and with more rows where it asks for them. Durable before it answers.</summary>
    [Alias("continue")]
    Task<RunActionResult> ContinueAsync(RunStart start);

    /// <summary>Activates the run, so that it goes on by itself if it was under way; one that is at rest strikes itself off the list of those to wake.</summary>
    [Alias("wake")]
    Task WakeAsync();

    /// <summary>Progress of an open row group, at most one a second and group; the answer is what the group is to do.</summary>
    [Alias("report")]
    Task<RowGroupOrder> ReportAsync(RowGroupReport report);

    /// <summary>
    /// A row group's deferred tasks want to re-enter. Takes from the run's retry budget what is left of it, durable before it answers; repeating it takes nothing more.
    /// </summary>
    /// <param name="group">Its number.</param>
    /// <param name="total">Re-entries that the group will have had in all.</param>
    /// <returns>How many it may have had in all.</returns>
    [Alias("retries")]
    Task<long> TakeRetriesAsync(long group, long total);

    /// <summary>A row group could not even be opened, and never will be as things are: the run fails.</summary>
    [Alias("fault")]
    Task ReportFaultAsync(long group, int epoch, RowGroupFault fault);

    /// <summary>A row group's part is in the artifact store. Repeated until acknowledged; repeating it changes nothing.</summary>
    [Alias("sealed")]
    Task<RowGroupOrder> ReportSealedAsync(RowGroupSeal seal);
}
