namespace Granary.Abstractions.Runs;

/// <summary>Calls and tokens of a run so far. Survives restarts together with the cells it paid for.</summary>
/// <param name="Calls">Calls sent to providers.</param>
/// <param name="RateLimited">Of those, refused for load.</param>
/// <param name="InputTokens">Prompt tokens.</param>
/// <param name="OutputTokens">Completion tokens.</param>
/// <param name="Estimated">Tokens that are our estimate.</param>
[GenerateSerializer, Immutable, Alias("granary.RunUsage")]
public sealed record RunUsage(
    [property: Id(0)] long Calls,
    [property: Id(1)] long RateLimited,
    [property: Id(2)] long InputTokens,
    [property: Id(3)] long OutputTokens,
    [property: Id(4)] long Estimated);
