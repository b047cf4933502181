using System.Collections.Immutable;

namespace Granary.Abstractions.Runs;

/// <summary>A checked document on its way to its run.</summary>
/// <param name="Submission">As it arrived; the run is compiled from it again wherever it goes on.</param>
/// <param name="Name">The document's name.</param>
/// <param name="Fingerprint">SHA-256 of the canonical document, hex.</param>
/// <param name="Rows">Rows asked for.</param>
/// <param name="RowGroupSize">Rows per group.</param>
/// <param name="CreatedAt">Instant of the submission.</param>
/// <param name="Shape">What the run itself must know of its document, JSON; only the engine reads it.</param>
/// <param name="Warnings">What is allowed but surprising.</param>
[GenerateSerializer, Immutable, Alias("granary.RunStart")]
public sealed record RunStart(
    [property: Id(0)] RunSubmission Submission,
    [property: Id(1)] string Name,
    [property: Id(2)] string Fingerprint,
    [property: Id(3)] long Rows,
    [property: Id(4)] int RowGroupSize,
    [property: Id(5)] DateTimeOffset CreatedAt,
    [property: Id(6)] ImmutableArray<byte> Shape,
    [property: Id(7)] ImmutableArray<string> Warnings = default);
