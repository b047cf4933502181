using System.Collections.Immutable;

namespace Granary.Abstractions.Requests;

/// <summary>The other silos of the cluster that have a journal of requests. Thread-safe.</summary>
public interface IRequestPeers
{
    /// <summary>Key of this silo's own.</summary>
    string Self { get; }

    /// <summary>Keys of their <see cref="IRequestJournalGrain"/>s; those that were heard of within 15 s.</summary>
    Task<ImmutableArray<string>> OthersAsync();
}
