namespace Granary.Abstractions.Runs;

/// <summary>One dropped row, for live events.</summary>
/// <param name="Row">Its index.</param>
/// <param name="Column">Column that failed, or null.</param>
/// <param name="Reason"><c>failed</c>, <c>invalid_output</c>, <c>retry_budget</c>, <c>early_shutdown</c> …</param>
/// <param name="Kind">Error kind, or null.</param>
/// <param name="Detail">One sentence about the failure.</param>
[GenerateSerializer, Immutable, Alias("granary.DroppedRowNote")]
public sealed record DroppedRowNote(
    [property: Id(0)] long Row,
    [property: Id(1)] string? Column,
    [property: Id(2)] string Reason,
    [property: Id(3)] string? Kind,
    [property: Id(4)] string Detail);
