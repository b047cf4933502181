using System.Collections.Immutable;

namespace Granary.Abstractions.Jobs;

/// <summary>
/// Unfinished jobs over all tenants, one sixteenth of them; keys <c>0</c> to <c>15</c>, chosen by the id. Finds those that nobody has any more.
/// </summary>
[Alias("granary.IJobIndexGrain")]
public interface IJobIndexGrain : IGrainWithStringKey
{
    /// <summary>Durable before it answers; repeating it changes nothing.</summary>
    [Alias("add")]
    Task AddAsync(string jobId);

    /// <summary>Durable before it answers; no error if it is not there.</summary>
    [Alias("remove")]
    Task RemoveAsync(string jobId);

    /// <summary>A runner names the jobs of this index that it has, queued and running; every 5 s.</summary>
    [Alias("held")]
    Task HeldAsync(JobRunnerId runner, ImmutableArray<string> jobIds);

    /// <summary>Looks for jobs that no runner has named for 20 s; every 15 s from each silo, and when a silo starts.</summary>
    [Alias("sweep")]
    Task SweepAsync(JobRunnerId asker);
}
