namespace Granary.Abstractions.Runs;

/// <summary>A range of numbers with their mean, in a form that adds up.</summary>
/// <param name="Count">How many, at least 1.</param>
/// <param name="Min">The smallest.</param>
/// <param name="Max">The largest.</param>
/// <param name="Sum">Their sum.</param>
[GenerateSerializer, Immutable, Alias("granary.ProfileRange")]
public sealed record ProfileRange([property: Id(0)] long Count, [property: Id(1)] double Min, [property: Id(2)] double Max, [property: Id(3)] double Sum);
