namespace Granary.Abstractions.Runs;

/// <summary>Row groups by state.</summary>
[GenerateSerializer, Immutable, Alias("granary.RunGroups")]
public sealed record RunGroups(
    [property: Id(0)] int Open,
    [property: Id(1)] int Window,
    [property: Id(2)] long Sealed,
    [property: Id(3)] long Total);
