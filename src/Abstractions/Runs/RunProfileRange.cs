namespace Granary.Abstractions.Runs;

/// <summary>Smallest, largest and mean.</summary>
[GenerateSerializer, Immutable, Alias("granary.RunProfileRange")]
public sealed record RunProfileRange([property: Id(0)] double Min, [property: Id(1)] double Max, [property: Id(2)] double Mean);
