using System.Collections.Immutable;

namespace Granary.Abstractions.Runs;

/// <summary>Cells of one column in one row group, or summed over several.</summary>
/// <param name="Done">Finished, skipped ones not counted.</param>
/// <param name="InFlight">With a worker.</param>
/// <param name="Queued">Ready, waiting for the dispatcher.</param>
/// <param name="Deferred">Put aside after a retryable failure.</param>
/// <param name="Failed">Failed for good; their rows are dropped.</param>
/// <param name="Skipped">Skipped by a condition or with a skipped upstream cell.</param>
/// <param name="Latency">Counts by latency bucket of its model calls since this session began; empty for other kinds.</param>
/// <param name="Usage">Calls and tokens, those of failed attempts and dropped rows included.</param>
[GenerateSerializer, Immutable, Alias("granary.RowGroupColumnTotals")]
public sealed record RowGroupColumnTotals(
    [property: Id(0)] long Done,
    [property: Id(1)] long InFlight,
    [property: Id(2)] long Queued,
    [property: Id(3)] long Deferred,
    [property: Id(4)] long Failed,
    [property: Id(5)] long Skipped,
    [property: Id(6)] ImmutableArray<int> Latency,
    [property: Id(7)] RunUsage Usage);
