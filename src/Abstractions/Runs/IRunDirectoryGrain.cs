using System.Collections.Immutable;

namespace Granary.Abstractions.Runs;

/// <summary>The runs of one tenant; the key is the tenant id.</summary>
[Alias("granary.IRunDirectoryGrain")]
public interface IRunDirectoryGrain : IGrainWithStringKey
{
    /// <summary>Newest first; filters by state and name where given; at most <paramref name="limit"/> (1-200) after the id <paramref name="after"/>.</summary>
    [Alias("list")]
    Task<ImmutableArray<RunView>> ListAsync(string? state, string? name, string? after, int limit);

    /// <summary>Whether that run belongs to the tenant.</summary>
    [Alias("owns"), ReadOnly]
    Task<bool> OwnsAsync(string runId);

    /// <summary>Writes a run down before it starts. Repeating it changes nothing.</summary>
    [Alias("add")]
    Task AddAsync(string runId, string name);

    /// <summary>Forgets a run that was deleted. Repeating it changes nothing.</summary>
    [Alias("remove")]
    Task RemoveAsync(string runId);

    /// <summary>The tenant's newest run of that name, or null.</summary>
    [Alias("newest"), ReadOnly]
    Task<string?> NewestAsync(string name);
}
