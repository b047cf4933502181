using System.Collections.Immutable;

namespace Granary.Abstractions.Runs;

/// <summary>The markers around the processors of the whole result, written before they start and after they end.</summary>
/// <param name="StartedAt">When they were started last.</param>
/// <param name="CompletedAt">When they had finished; null: they run, or did not finish.</param>
/// <param name="RawParts">The parts they work on, which stay.</param>
[GenerateSerializer, Immutable, Alias("granary.RunProcessing")]
public sealed record RunProcessing(
    [property: Id(0)] DateTimeOffset StartedAt,
    [property: Id(1)] DateTimeOffset? CompletedAt,
    [property: Id(2)] ImmutableArray<RunPart> RawParts);
