namespace Granary.Abstractions.Models;

/// <summary>What a provider asks for a million tokens.</summary>
/// <param name="Input">Prompt tokens.</param>
/// <param name="Output">Completion tokens.</param>
/// <param name="Currency">ISO 4217 code, <c>USD</c> unless the document says otherwise.</param>
[GenerateSerializer, Immutable, Alias("granary.ModelPrice")]
public sealed record ModelPrice([property: Id(0)] decimal Input, [property: Id(1)] decimal Output, [property: Id(2)] string Currency);
