namespace Granary.Abstractions.Jobs;

/// <summary>Checks jobs and starts them. Stateless worker, key 0.</summary>
[Alias("granary.IJobSubmissionGrain")]
public interface IJobSubmissionGrain : IGrainWithIntegerKey
{
    /// <summary>Durable before it answers.</summary>
    [Alias("submit")]
    Task<JobSubmissionResult> SubmitAsync(JobRequest request);
}
