using System.Collections.Immutable;

namespace Granary.Abstractions.Capacity;

/// <summary>What an agent saw between two reports; repeated until one is answered.</summary>
/// <param name="Sequence">Report that carried it first.</param>
/// <param name="Accepts">Yeses.</param>
/// <param name="Rejections">Refusals and failures.</param>
/// <param name="Completions">Calls that ended well.</param>
[GenerateSerializer, Immutable, Alias("granary.CapacityEvidence")]
public sealed record CapacityEvidence(
    [property: Id(0)] long Sequence,
    [property: Id(1)] ImmutableArray<CapacityAccepted> Accepts,
    [property: Id(2)] ImmutableArray<CapacityRejected> Rejections,
    [property: Id(3)] ImmutableArray<CapacityCompleted> Completions);
