using System.Collections.Immutable;

namespace Granary.Scheduling.Columns;

/// <summary>
/// Johnson's enumeration of elementary cycles. Each cycle is found from its earliest column only, so none is named twice. Because columns that
/// led nowhere stay blocked until one of their successors is freed, the time per cycle found is that of one walk over the graph.
/// </summary>
internal sealed class CycleSearch(ImmutableArray<ColumnNode> columns, ImmutableArray<int>[] upstream, int maxCycles)
{
    private readonly bool[] _blocked = new bool[columns.Length];
    private readonly HashSet<int>[] _frees = [.. columns.Select(_ => new HashSet<int>())];
    private readonly List<int> _path = [];
    private readonly ImmutableArray<ColumnCycle>.Builder _found = ImmutableArray.CreateBuilder<ColumnCycle>();
    private int _start;

    public ImmutableArray<ColumnCycle> Run()
    {
        for (_start = 0; _start < columns.Length && _found.Count < maxCycles; _start++)
        {
            Array.Clear(_blocked);
            foreach (var set in _frees)
            {
                set.Clear();
            }

            Visit(_start);
        }

        return _found.ToImmutable();
    }

    /// <summary>Depth is at most the number of columns, which a run document bounds at 500.</summary>
    private bool Visit(int column)
    {
        var closed = false;
        _path.Add(column);
        _blocked[column] = true;
        foreach (var next in upstream[column])
        {
            if (next < _start || _found.Count >= maxCycles)
                continue;

            if (next == _start)
            {
                Report();
                closed = true;
            }
            else if (!_blocked[next] && Visit(next))
            {
                closed = true;
            }
        }

        if (closed)
            Unblock(column);
        else
            WaitForSuccessors(column);

        _path.RemoveAt(_path.Count - 1);
        return closed;
    }

    private void WaitForSuccessors(int column)
    {
        foreach (var next in upstream[column])
        {
            if (next >= _start)
                _frees[next].Add(column);
        }
    }

    private void Unblock(int column)
    {
        _blocked[column] = false;
        foreach (var waiting in _frees[column].ToArray())
        {
            _frees[column].Remove(waiting);
            if (_blocked[waiting])
                Unblock(waiting);
        }
    }

    private void Report() =>
        _found.Add(new ColumnCycle([.. _path], string.Join(" → ", _path.Append(_start).Select(column => columns[column].Name))));
}
