namespace Granary.Abstractions.Jobs;

/// <summary>One job, as its submission, its runner and the index see it; the key is its id.</summary>
[Alias("granary.IJobControlGrain")]
public interface IJobControlGrain : IGrainWithStringKey
{
    /// <summary>Stores the job and hands it to a runner. Durable before it answers; repeating it changes nothing.</summary>
    [Alias("create")]
    Task<JobView> CreateAsync(JobRequest request);

    /// <summary>
    /// The next attempt, written down before it is given; null when the job does not want one: it ended, or somebody else has it.
    /// </summary>
    [Alias("begin")]
    Task<JobAttempt?> BeginAsync(JobRunnerId runner);

    /// <summary>The attempt goes on; at least every 5 s.</summary>
    [Alias("report")]
    Task<JobOrder> ReportAsync(JobReport report);

    /// <summary>The attempt has ended. Durable before it answers; repeated until it answers; an attempt that is not the newest changes nothing.</summary>
    [Alias("end")]
    Task EndAsync(JobEnd end);

    /// <summary>Starts what should run and does not. False: the job has ended or does not exist, and needs nobody.</summary>
    [Alias("check")]
    Task<bool> CheckAsync(JobCheck check);

    /// <summary>Deletes an expired job with everything it left. False: it has not expired.</summary>
    [Alias("expire")]
    Task<bool> ExpireAsync();
}
