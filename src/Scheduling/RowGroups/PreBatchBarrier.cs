using System.Collections.Immutable;
using Granary.Scheduling.Columns;

namespace Granary.Scheduling.RowGroups;

/// <summary>A pre-batch processor between its columns and all others: due when every live row has those, and nothing else starts before it ends.</summary>
internal sealed class PreBatchBarrier
{
    private readonly bool[] _before;
    private int _lacking;

    public PreBatchBarrier(ColumnGraph graph, ImmutableArray<int> columns, ulong[] mask, int rows)
    {
        Mask = mask;
        _lacking = columns.IsEmpty ? 0 : rows;
        _before = new bool[graph.Count];
        foreach (var column in columns)
        {
            _before[column] = true;
        }

        foreach (var column in columns)
        {
            if (graph.Upstream(column).Any(needed => !_before[needed]))
                throw new ArgumentException($"Column '{graph.Name(column)}' comes before the pre-batch processor but needs one that comes after.", nameof(columns));
        }
    }

    /// <summary>The columns before it.</summary>
    public ulong[] Mask { get; }

    /// <summary>Every live row has them.</summary>
    public bool IsDue => _lacking == 0 && !IsOpen;

    /// <summary>Its task was added.</summary>
    public bool Added { get; private set; }

    /// <summary>It has ended.</summary>
    public bool IsOpen { get; private set; }

    public bool Has(int column) => _before[column];

    /// <summary>One row more has its columns, or one fewer is waited for. True if that was the last.</summary>
    public bool RowCounted() => --_lacking == 0;

    public bool TryAdd() => !IsOpen && !Added && (Added = true);

    public bool Open() => !IsOpen && (IsOpen = true);
}
