namespace Granary.Abstractions.Providers;

/// <summary>A change of a limit.</summary>
/// <param name="From">Before.</param>
/// <param name="To">After.</param>
/// <param name="Cause"><c>rate_limit</c>, <c>failures</c>, <c>slow</c>, <c>cap</c>, <c>success</c>.</param>
/// <param name="AgoMs">How long ago.</param>
[GenerateSerializer, Immutable, Alias("granary.LimitChange")]
public sealed record LimitChange([property: Id(0)] int From, [property: Id(1)] int To, [property: Id(2)] string Cause, [property: Id(3)] double AgoMs);
