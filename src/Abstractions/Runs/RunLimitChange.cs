namespace Granary.Abstractions.Runs;

/// <summary>Limits that a resumed run gets in place of those it had. Null: unchanged.</summary>
/// <param name="Deadline">From the first start of the run.</param>
/// <param name="MaxTokens">Prompt and completion tokens together.</param>
/// <param name="MaxCost">Money, in the currency of the run.</param>
[GenerateSerializer, Immutable, Alias("granary.RunLimitChange")]
public sealed record RunLimitChange([property: Id(0)] TimeSpan? Deadline, [property: Id(1)] long? MaxTokens, [property: Id(2)] decimal? MaxCost);
