namespace Granary.Abstractions.Runs;

/// <summary>Progress of one column.</summary>
/// <param name="P50Ms">Median time of its model calls, 0 for other kinds.</param>
/// <param name="Usage">Its calls and tokens.</param>
/// <param name="Cost">What they cost; null without a price.</param>
[GenerateSerializer, Immutable, Alias("granary.RunColumnView")]
public sealed record RunColumnView(
    [property: Id(0)] string Name,
    [property: Id(1)] string Kind,
    [property: Id(2)] long Done,
    [property: Id(3)] long InFlight,
    [property: Id(4)] long Deferred,
    [property: Id(5)] long Failed,
    [property: Id(6)] long Skipped,
    [property: Id(7)] double P50Ms,
    [property: Id(8)] RunUsage Usage,
    [property: Id(9)] decimal? Cost);
