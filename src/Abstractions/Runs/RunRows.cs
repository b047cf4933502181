namespace Granary.Abstractions.Runs;

/// <summary>Rows by fate: sealed + dropped + surplus + open ≤ asked, and equal to what was attempted at the end.</summary>
[GenerateSerializer, Immutable, Alias("granary.RunRows")]
public sealed record RunRows(
    [property: Id(0)] long Asked,
    [property: Id(1)] long Sealed,
    [property: Id(2)] long Dropped,
    [property: Id(3)] long Surplus,
    [property: Id(4)] long Open);
