using System.Collections.Immutable;

namespace Granary.Abstractions.Jobs;

/// <summary>The jobs of one tenant, until they expire; the key is the tenant id. Bounds the unfinished ones and deletes the expired ones.</summary>
[Alias("granary.IJobDirectoryGrain")]
public interface IJobDirectoryGrain : IGrainWithStringKey
{
    /// <summary>Writes a job down before it exists; the number of unfinished jobs when there are too many already, otherwise null.</summary>
    [Alias("reserve")]
    Task<int?> ReserveAsync(string jobId, string pool);

    /// <summary>A job has ended. Durable before it answers; repeating it changes nothing.</summary>
    [Alias("ended")]
    Task EndedAsync(string jobId, JobState end, DateTimeOffset expiresAt);

    /// <summary>Whether that job belongs to the tenant.</summary>
    [Alias("owns")]
    Task<bool> OwnsAsync(string jobId);

    /// <summary>Newest first.</summary>
    [Alias("list")]
    Task<ImmutableArray<JobView>> ListAsync(JobListQuery query);
}
