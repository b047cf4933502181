namespace Granary.Journal.Space;

/// <summary>
/// The two least of <see cref="SegmentUse.LeastDead"/> over all segments, so that a tombstone is judged without looking at all of them. Touched under the
/// index's lock alone.
/// </summary>
internal sealed class LeastDead
{
    private SegmentUse? _segment;
    private long _least = long.MaxValue;
    private long _second = long.MaxValue;

    /// <summary>The least of all segments but this one.</summary>
    public long OfOthers(SegmentUse use) => use == _segment ? _second : _least;

    /// <summary>A record of a segment is needed no more.</summary>
    public void Lower(SegmentUse use, long origin)
    {
        if (origin >= use.LeastDead)
        {
            return;
        }

        use.LeastDead = origin;
        if (use == _segment)
        {
            _least = origin;
        }
        else if (origin < _least)
        {
            (_second, _least, _segment) = (_least, origin, use);
        }
        else
        {
            _second = Math.Min(_second, origin);
        }
    }

    /// <summary>Looks at all segments: one was removed.</summary>
    public void Find(IEnumerable<SegmentUse> segments)
    {
        (_segment, _least, _second) = (null, long.MaxValue, long.MaxValue);
        foreach (var use in segments)
        {
            if (use.LeastDead < _least)
            {
                (_second, _least, _segment) = (_least, use.LeastDead, use);
            }
            else
            {
                _second = Math.Min(_second, use.LeastDead);
            }
        }
    }
}
