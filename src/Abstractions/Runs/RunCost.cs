namespace Granary.Abstractions.Runs;

/// <summary>What a run costs.</summary>
/// <param name="Amount">So far.</param>
/// <param name="Expected">In the end, if the cells to come cost what those made did; null before 20 cells.</param>
/// <param name="Currency">ISO 4217 code.</param>
[GenerateSerializer, Immutable, Alias("granary.RunCost")]
public sealed record RunCost([property: Id(0)] decimal Amount, [property: Id(1)] decimal? Expected, [property: Id(2)] string Currency);
