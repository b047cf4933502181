using System.Collections.Immutable;

namespace Granary.Abstractions.Idempotency;

/// <summary>An answer that is given again: status, the headers that belong to it, and its body byte for byte.</summary>
/// <param name="RequestId">The request that was run for it.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Headers">Headers, without those of the connection and without cookies.</param>
/// <param name="Body">The body; empty if it is elsewhere or was not kept.</param>
/// <param name="Artifact">Name of the body in the artifact store, if it is there.</param>
/// <param name="Length">Bytes of the whole body.</param>
/// <param name="Kept">False: the body was larger than what is kept, only status and headers are here.</param>
[GenerateSerializer, Immutable, Alias("granary.KeptAnswer")]
public sealed record KeptAnswer(
    [property: Id(0)] string RequestId,
    [property: Id(1)] int Status,
    [property: Id(2)] ImmutableArray<AnswerHeader> Headers,
    [property: Id(3)] ImmutableArray<byte> Body,
    [property: Id(4)] string? Artifact,
    [property: Id(5)] long Length,
    [property: Id(6)] bool Kept);
