namespace Granary.Grains.Runs.Lifecycle;

/// <summary>
/// Rows of a run cut into groups: arithmetic, not a list. Each segment (what was asked for at one time) is cut by itself, so that extending a
/// run leaves the number, size and offset of every earlier group as it was. Immutable.
/// </summary>
internal sealed class RunPlan
{
    private readonly int _size;
    private readonly (long FirstGroup, long FirstRow, long Rows)[] _segments;

    public RunPlan(int rowGroupSize, IReadOnlyList<RunSegment> segments)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rowGroupSize, 1);
        _size = rowGroupSize;
        _segments = new (long, long, long)[segments.Count];
        for (var i = 0; i < segments.Count; i++)
        {
            _segments[i] = (Groups, segments[i].FirstRow, segments[i].Rows);
            Groups += (segments[i].Rows + _size - 1) / _size;
            Rows += segments[i].Rows;
        }
    }

    /// <summary>All groups.</summary>
    public long Groups { get; }

    /// <summary>All rows.</summary>
    public long Rows { get; }

    /// <summary>First row and rows of a group.</summary>
    public (long FirstRow, int Rows) Group(long number)
    {
        if (number < 0 || number >= Groups)
        {
            throw new ArgumentOutOfRangeException(nameof(number), number, $"The plan has the groups 0 to {Groups - 1}.");
        }

        var i = _segments.Length - 1;
        while (_segments[i].FirstGroup > number)
        {
            i--;
        }

        var offset = (number - _segments[i].FirstGroup) * _size;
        return (_segments[i].FirstRow + offset, (int)Math.Min(_size, _segments[i].Rows - offset));
    }
}
