using System.Collections.Immutable;

namespace Granary.Abstractions.Runs;

/// <summary>The plan of a document, or every problem it has.</summary>
/// <param name="Readable">False when it is no YAML or JSON at all; then there is one error.</param>
/// <param name="Errors">Empty when the document is good.</param>
/// <param name="Order">Columns in the order they are made.</param>
/// <param name="Edges">Pairs "upstream → column".</param>
/// <param name="Tasks">Cells the run will make, all columns and rows.</param>
/// <param name="Warnings">What is allowed but surprising.</param>
[GenerateSerializer, Immutable, Alias("granary.RunValidation")]
public sealed record RunValidation(
    [property: Id(0)] bool Readable,
    [property: Id(1)] ImmutableArray<RunDocumentError> Errors,
    [property: Id(2)] ImmutableArray<string> Order,
    [property: Id(3)] ImmutableArray<string> Edges,
    [property: Id(4)] long Tasks,
    [property: Id(5)] ImmutableArray<string> Warnings);
