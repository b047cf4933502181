using System.Collections.Immutable;

namespace Granary.Abstractions.Jobs;

/// <summary>A bounded piece of a tenant's job directory; the key is <c>&lt;tenant&gt;/&lt;number&gt;</c>. Only its directory calls it.</summary>
[Alias("granary.IJobPageGrain")]
public interface IJobPageGrain : IGrainWithStringKey
{
    /// <summary>What was written last.</summary>
    [Alias("read")]
    Task<ImmutableArray<JobEntry>> ReadAsync();

    /// <summary>Replaces everything; durable before it answers. Nothing at all deletes the page.</summary>
    [Alias("write")]
    Task WriteAsync(ImmutableArray<JobEntry> entries);
}
