using System.Collections.Immutable;

namespace Granary.Abstractions.Requests;

/// <summary>What a recoverable request said.</summary>
/// <param name="Bytes">Description and body, framed as the journal keeps them.</param>
[GenerateSerializer, Immutable, Alias("granary.JournalContent")]
public sealed record JournalContent([property: Id(0)] ImmutableArray<byte> Bytes);
