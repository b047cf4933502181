using Granary.Abstractions.Idempotency;
using Granary.Journal.Requests;

namespace Granary.Api.Recovery;

/// <summary>Feature of a request that is run again from the journal; how it ended is put here for whoever runs it.</summary>
internal sealed class RecoveredRequest(StoredRequest entry, CapturedRequest captured)
{
    public string Id => entry.Header.Id;

    public StoredRequest Entry => entry;

    public CapturedRequest Captured => captured;

    /// <summary>Null: the pipeline ended before the request came to its route.</summary>
    public AttemptOutcome? Outcome { get; set; }

    /// <summary>The answer to store in the journal.</summary>
    public KeptAnswer? Answer { get; set; }
}
