namespace Granary.Scheduling.RowGroups;

/// <summary>
/// How the rows of a run fall into row groups: group n covers rows n × size to (n + 1) × size - 1, the last one may be shorter. Arithmetic, so a
/// million groups cost nothing.
/// </summary>
public readonly record struct RowGroupPlan
{
    /// <summary>Plans.</summary>
    /// <param name="rows">Rows of the run, at least 0.</param>
    /// <param name="size">Rows of a full group, at least 1.</param>
    public RowGroupPlan(long rows, int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        Rows = rows;
        Size = size;
    }

    /// <summary>Rows of the run.</summary>
    public long Rows { get; }

    /// <summary>Rows of a full group.</summary>
    public int Size { get; }

    /// <summary>Number of groups.</summary>
    public long Count => Rows == 0 ? 0 : ((Rows - 1) / Size) + 1;

    /// <summary>The group with that number.</summary>
    public RowGroupSpan Group(long number)
    {
        if (number < 0 || number >= Count)
            throw new ArgumentOutOfRangeException(nameof(number), number, $"There are {Count} row groups.");

        var first = number * Size;
        return new RowGroupSpan(number, first, (int)Math.Min(Size, Rows - first));
    }

    /// <summary>The number of the group that covers a row.</summary>
    public long NumberOf(long row)
    {
        if (row < 0 || row >= Rows)
            throw new ArgumentOutOfRangeException(nameof(row), row, $"There are {Rows} rows.");

        return row / Size;
    }
}
