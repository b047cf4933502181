namespace Granary.Abstractions.Runs;

/// <summary>Row groups by state.</summary>
/// <param name="Open">Open now.</param>
/// <param name="Window">How many may be open now; an adaptive window moves.</param>
/// <param name="Sealed">Finished.</param>
/// <param name="Total">All of the plan.</param>
/// <param name="WindowLimitedBy">Why an adaptive window does not grow at the moment, in snake_case; null: it may, or it is fixed.</param>
[GenerateSerializer, Immutable, Alias("granary.RunGroups")]
public sealed record RunGroups(
    [property: Id(0)] int Open,
    [property: Id(1)] int Window,
    [property: Id(2)] long Sealed,
    [property: Id(3)] long Total,
    [property: Id(4)] string? WindowLimitedBy = null);
