using System.Collections.Immutable;

namespace Granary.Abstractions.Runs;

/// <summary>What the values of one column look like, in a form that adds up over row groups.</summary>
/// <param name="Types">Values per JSON type: <c>string</c>, <c>number</c>, <c>boolean</c>, <c>object</c>, <c>array</c>, <c>null</c>.</param>
/// <param name="Smallest">The smallest distinct 64-bit hashes of the values that are not null, ascending; at most 256. As many as there are distinct values, if fewer.</param>
/// <param name="Lengths">Characters of texts, elements of arrays; null: there was none.</param>
/// <param name="Numbers">The numbers; null: there was none.</param>
/// <param name="Scores">For a judge column, per rubric how often each score was given.</param>
[GenerateSerializer, Immutable, Alias("granary.RowGroupColumnProfile")]
public sealed record RowGroupColumnProfile(
    [property: Id(0)] ImmutableSortedDictionary<string, long> Types,
    [property: Id(1)] ImmutableArray<ulong> Smallest,
    [property: Id(2)] ProfileRange? Lengths,
    [property: Id(3)] ProfileRange? Numbers,
    [property: Id(4)] ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, long>> Scores);
