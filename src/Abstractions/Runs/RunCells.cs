namespace Granary.Abstractions.Runs;

/// <summary>Cells by state.</summary>
[GenerateSerializer, Immutable, Alias("granary.RunCells")]
public sealed record RunCells(
    [property: Id(0)] long Done,
    [property: Id(1)] long InFlight,
    [property: Id(2)] long Queued,
    [property: Id(3)] long Deferred,
    [property: Id(4)] long Skipped,
    [property: Id(5)] long Failed);
