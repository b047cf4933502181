namespace Granary.Abstractions.Capacity;

/// <summary>Outcomes of an agent since it was born; a report that is lost or repeated is neither forgotten nor learned twice.</summary>
[GenerateSerializer, Immutable, Alias("granary.CapacityTotals")]
public readonly record struct CapacityTotals(
    [property: Id(0)] long Admitted,
    [property: Id(1)] long Successes,
    [property: Id(2)] long SuccessesInBlock,
    [property: Id(3)] long ServerFailures,
    [property: Id(4)] long RequestFailures,
    [property: Id(5)] long RateLimited,
    [property: Id(6)] long Neutral,
    [property: Id(7)] long Emptied,
    [property: Id(8)] long InputTokens,
    [property: Id(9)] long OutputTokens);
