using System.Collections.Immutable;

namespace Granary.Abstractions.Runs;

/// <summary>Runs that have not ended, over all tenants; key <c>cluster</c>. A starting silo wakes them.</summary>
[Alias("granary.IActiveRunsGrain")]
public interface IActiveRunsGrain : IGrainWithStringKey
{
    /// <summary>Every run that is not at rest, ordered by id.</summary>
    [Alias("list"), ReadOnly]
    Task<ImmutableArray<string>> ListAsync();

    /// <summary>Durable before it answers; repeating it changes nothing.</summary>
    [Alias("add")]
    Task AddAsync(string runId);

    /// <summary>Durable before it answers; no error if it is not there.</summary>
    [Alias("remove")]
    Task RemoveAsync(string runId);
}
