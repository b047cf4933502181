using System.Collections.Immutable;

namespace Granary.Abstractions.Runs;

/// <summary>Everything counted of one row group.</summary>
/// <param name="RowsDone">Rows with every column.</param>
/// <param name="RowsDropped">Rows dropped.</param>
/// <param name="Columns">In document order.</param>
/// <param name="Usage">Calls and tokens, those of failed attempts and dropped rows included.</param>
/// <param name="Failures">Dropped rows per error kind.</param>
/// <param name="DroppedBy">Dropped rows per reason.</param>
[GenerateSerializer, Immutable, Alias("granary.RowGroupTotals")]
public sealed record RowGroupTotals(
    [property: Id(0)] long RowsDone,
    [property: Id(1)] long RowsDropped,
    [property: Id(2)] ImmutableArray<RowGroupColumnTotals> Columns,
    [property: Id(3)] RunUsage Usage,
    [property: Id(4)] ImmutableSortedDictionary<string, long> Failures,
    [property: Id(5)] ImmutableSortedDictionary<string, long> DroppedBy);
