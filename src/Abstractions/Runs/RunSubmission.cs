using System.Collections.Immutable;

namespace Granary.Abstractions.Runs;

/// <summary>A run document as it arrived.</summary>
/// <param name="Tenant">Who submits.</param>
/// <param name="Format"><c>json</c> or <c>yaml</c>.</param>
/// <param name="Document">UTF-8 bytes, at most 1 MiB.</param>
/// <param name="Rows">Replaces the document's <c>rows</c>; null leaves it.</param>
/// <param name="Resume">Replaces the document's <c>resume</c> (<c>never</c>, <c>always</c>, <c>ifPossible</c>); null leaves it.</param>
/// <param name="Band">Replaces the document's <c>band</c>; null leaves it.</param>
/// <param name="SeedPath">Replaces the document's <c>seed.path</c>, such as the id of an uploaded file; null leaves it.</param>
/// <param name="RequireFeasible">Refuse the document if present rates cannot meet its deadline; otherwise that is a warning.</param>
[GenerateSerializer, Immutable, Alias("granary.RunSubmission")]
public sealed record RunSubmission(
    [property: Id(0)] string Tenant,
    [property: Id(1)] string Format,
    [property: Id(2)] ImmutableArray<byte> Document,
    [property: Id(3)] long? Rows = null,
    [property: Id(4)] string? Resume = null,
    [property: Id(5)] string? Band = null,
    [property: Id(6)] string? SeedPath = null,
    [property: Id(7)] bool RequireFeasible = false);
