namespace Granary.Abstractions.Runs;

/// <summary>Speed over the last <paramref name="WindowMs"/> milliseconds.</summary>
[GenerateSerializer, Immutable, Alias("granary.RunRate")]
public sealed record RunRate(
    [property: Id(0)] double RowsPerSecond,
    [property: Id(1)] double CellsPerSecond,
    [property: Id(2)] long WindowMs);
