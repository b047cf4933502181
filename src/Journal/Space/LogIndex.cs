using System.Runtime.InteropServices;

namespace Granary.Journal.Space;

/// <summary>
/// Where every needed record of a log stands, and what each segment holds of them. Records are known by the sequence they had first; moving one
/// changes its place alone.
/// <para>A retired record (a tombstone) counts as needed while any other segment holds a released record with a lower sequence: only then could a crash
/// or a restart bring back what it ended. A segment that begins with a gap stays while an older one holds what that gap voids. Thread-safe; never calls
/// out.</para>
/// </summary>
internal sealed class LogIndex(long segmentBytes)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, LiveRecord> _live = [];
    private readonly Dictionary<long, LiveRecord> _retired = [];
    private readonly SortedDictionary<long, SegmentUse> _segments = [];
    private long _bytes;
    private long _liveBytes;
    private readonly LeastDead _leastDead = new();
    private bool _mayHoldEmpty = true;
    private long _rewriteBelow;
    private SegmentUse? _used;

    /// <summary>Bytes of all segments, bytes of needed records, segments.</summary>
    public (long Bytes, long LiveBytes, int Segments) Totals
    {
        get
        {
            lock (_gate)
            {
                return (_bytes, _liveBytes, _segments.Count);
            }
        }
    }

    /// <summary>Sets the sizes of the segments that were read when the log was opened; the last one is open for writing.</summary>
    public void Begin(IEnumerable<(long First, long Bytes)> segments)
    {
        lock (_gate)
        {
            SegmentUse? newest = null;
            foreach (var (first, bytes) in segments)
            {
                newest?.IsSealed = true;
                newest = Use(first);
                newest.Bytes = bytes;
                _bytes += bytes;
            }
        }
    }

    /// <summary>A record of the log itself: never needed, nothing to remember but its segment.</summary>
    public void AddOwn(long segment)
    {
        lock (_gate)
        {
            Use(segment);
        }
    }

    /// <summary>A record is found or was written. False: it is known already, in an older place; the newer place counts.</summary>
    public bool Add(long segment, long origin, RecordPlace place)
    {
        lock (_gate)
        {
            var use = Use(segment);
            ref var record = ref CollectionsMarshal.GetValueRefOrAddDefault(_live, origin, out var isKnown);
            if (isKnown)
            {
                Bury(record, origin);
            }

            record = Place(use, place);
            return !isKnown;
        }
    }

    /// <summary>Where a needed record stands.</summary>
    public bool TryFind(long origin, out long segment, out RecordPlace place)
    {
        lock (_gate)
        {
            var found = _live.TryGetValue(origin, out var record);
            (segment, place) = found ? (record.Segment.First, record.Place) : (0, default);
            return found;
        }
    }

    /// <summary>The record at this place is needed there.</summary>
    public bool IsNeeded(long segment, long origin, RecordPlace place)
    {
        lock (_gate)
        {
            return (_live.TryGetValue(origin, out var record) || _retired.TryGetValue(origin, out record))
                && record.Segment.First == segment && record.Place.Offset == place.Offset;
        }
    }

    /// <summary>
    /// Records of a segment are about to be read and written a second time. Until <see cref="EndRewrite"/> its tombstones stay: a record that they end may
    /// be on its way to a segment that is not known yet.
    /// </summary>
    public void BeginRewrite(long segment)
    {
        lock (_gate)
        {
            Use(segment).Rewrites++;
        }
    }

    /// <summary>All that was read was moved, or never will be.</summary>
    public void EndRewrite(long segment)
    {
        lock (_gate)
        {
            if (_segments.TryGetValue(segment, out var use))
            {
                use.Rewrites--;
                Settle(use);
            }
        }
    }

    /// <summary>A record was written a second time; if it is still needed, it stands there from now on.</summary>
    public void Move(long origin, long fromSegment, long toSegment, RecordPlace place)
    {
        lock (_gate)
        {
            var to = Use(toSegment);
            if (_live.TryGetValue(origin, out var old) && old.Segment.First == fromSegment)
            {
                Bury(old, origin);
                _live[origin] = Place(to, place);
            }
            else if (_retired.TryGetValue(origin, out old) && old.Segment.First == fromSegment)
            {
                Unput(old);
                _retired[origin] = Place(to, place);
                to.Tombstones.Enqueue(origin, origin);
            }
            else
            {
                _leastDead.Lower(to, origin);
            }
        }
    }

    /// <summary>The record is needed no more.</summary>
    public void Release(long origin)
    {
        lock (_gate)
        {
            if (_live.Remove(origin, out var record))
            {
                Bury(record, origin);
            }
        }
    }

    /// <summary>The record is a tombstone.</summary>
    public void Retire(long origin)
    {
        lock (_gate)
        {
            if (_live.Remove(origin, out var record))
            {
                _retired[origin] = record;
                record.Segment.Tombstones.Enqueue(origin, origin);
                Settle(record.Segment);
            }
        }
    }

    /// <summary>Bytes were written to a segment. True: it is a new one, and those before it are sealed.</summary>
    public bool Grow(long segment, long bytes)
    {
        lock (_gate)
        {
            _bytes += bytes;
            var isNew = !_segments.ContainsKey(segment);
            if (isNew)
            {
                foreach (var older in _segments.Values)
                {
                    older.IsSealed = true;
                }

                _mayHoldEmpty = true;
            }

            Use(segment).Bytes += bytes;
            return isNew;
        }
    }

    /// <summary>Writing to a segment failed, and the other one begins with the record that says what of it counts; null: not known, or none.</summary>
    public void Poison(long? failed, long? gap)
    {
        lock (_gate)
        {
            if (failed is { } first && _segments.TryGetValue(first, out var use))
            {
                use.IsPoisoned = true;
                _mayHoldEmpty = true;
            }

            if (gap is { } next)
            {
                Use(next).HasGap = true;
            }
        }
    }

    /// <summary>The first place from an offset on where a segment holds something needed.</summary>
    public long? NextNeeded(long segment, long offset)
    {
        lock (_gate)
        {
            var places = _live.Values.Concat(_retired.Values).Where(record => record.Segment.First == segment && record.Offset >= offset);
            return places.Select(static record => (long?)record.Offset).Min();
        }
    }

    /// <summary>What a segment held from an offset on is gone; returns how many records that was.</summary>
    public int LoseFrom(long segment, long offset)
    {
        lock (_gate)
        {
            var lost = _live.Where(pair => pair.Value.Segment.First == segment && pair.Value.Offset >= offset).Select(static pair => pair.Key).ToList();
            lost.ForEach(Release);
            return lost.Count;
        }
    }

    /// <summary>Sealed segments that hold nothing needed; the caller removes them and then says so by <see cref="Remove"/>.</summary>
    public List<SegmentUse> TakeEmpty()
    {
        lock (_gate)
        {
            var empty = _segments.Values.Where(use => use is { IsSealed: true, LiveBytes: 0, IsGone: false } && MayGo(use)).ToList();
            empty.ForEach(static use => use.IsGone = true);
            _mayHoldEmpty = false;
            return empty;
        }
    }

    /// <summary>The removal of a segment that was taken did not succeed; it may be taken again.</summary>
    public void PutBack(IEnumerable<SegmentUse> segments)
    {
        lock (_gate)
        {
            foreach (var use in segments)
            {
                use.IsGone = false;
            }

            _mayHoldEmpty = true;
        }
    }

    /// <summary>
    /// The segment to be rewritten next: one that failed, or the oldest that holds anything needed no more, if that is worth it; null if it is not.
    /// </summary>
    public SegmentUse? NextToRewrite()
    {
        lock (_gate)
        {
            if (_segments.Values.FirstOrDefault(static use => use is { IsPoisoned: true, IsSealed: true, IsGone: false }) is { } poisoned)
            {
                return poisoned;
            }

            if (_segments.Values.FirstOrDefault(use => use.First < _rewriteBelow && HasWaste(use)) is { } wanted)
            {
                return wanted;
            }

            var dead = _bytes - _liveBytes;
            return dead < Math.Max(_liveBytes, 2 * segmentBytes)
                ? null
                : _segments.Values.FirstOrDefault(HasWaste);
        }
    }

    /// <summary>From now on every sealed segment older than this one is worth rewriting that holds anything needed no more.</summary>
    public void RewriteBelow(long segment)
    {
        lock (_gate)
        {
            _rewriteBelow = segment;
        }
    }

    /// <summary>There may be something to do for the compactor. Cheap: asked after every release.</summary>
    public bool MayHaveWork
    {
        get
        {
            lock (_gate)
            {
                return _mayHoldEmpty || _bytes - _liveBytes >= Math.Max(_liveBytes, 2 * segmentBytes);
            }
        }
    }

    /// <summary>First sequences of the segments that make up the log, without those that are about to be removed.</summary>
    public List<long> Surviving()
    {
        lock (_gate)
        {
            return [.. _segments.Values.Where(static use => !use.IsGone).Select(static use => use.First)];
        }
    }

    /// <summary>A segment is removed.</summary>
    public void Remove(SegmentUse segment)
    {
        lock (_gate)
        {
            _segments.Remove(segment.First);
            _bytes -= segment.Bytes;
            _leastDead.Find(_segments.Values);
            foreach (var use in _segments.Values)
            {
                Settle(use);
            }
        }
    }

    private static bool HasWaste(SegmentUse use) => use is { IsSealed: true, IsGone: false } && use.LiveBytes + Format.SegmentHeader.Length < use.Bytes;

    private bool MayGo(SegmentUse use) =>
        !use.HasGap || !_segments.Values.Any(older => older is { IsPoisoned: true, IsGone: false } && older.First < use.First);

    private SegmentUse Use(long first)
    {
        // Most come one after the other.
        if (_used?.First == first && !_used.IsGone)
        {
            return _used;
        }

        if (!_segments.TryGetValue(first, out var use))
        {
            _segments.Add(first, use = new SegmentUse(first));
        }

        _used = use;
        return use;
    }

    private LiveRecord Place(SegmentUse use, RecordPlace place)
    {
        use.LiveBytes += place.Framed;
        _liveBytes += place.Framed;
        return new LiveRecord(use, checked((uint)place.Offset), place.PayloadLength);
    }

    private void Unput(LiveRecord record)
    {
        record.Segment.LiveBytes -= record.Place.Framed;
        _mayHoldEmpty |= record.Segment is { LiveBytes: 0, IsSealed: true };
        _liveBytes -= record.Place.Framed;
    }

    private void Bury(LiveRecord record, long origin)
    {
        Unput(record);
        _leastDead.Lower(record.Segment, origin);
    }

    // Lets go of tombstones that nothing can come back from under.
    private void Settle(SegmentUse use)
    {
        if (use.Rewrites > 0)
        {
            return;
        }

        var others = _leastDead.OfOthers(use);
        while (use.Tombstones.TryPeek(out var tombstone, out _) && tombstone < others)
        {
            use.Tombstones.Dequeue();
            if (_retired.TryGetValue(tombstone, out var record) && record.Segment == use)
            {
                _retired.Remove(tombstone);
                Unput(record);
            }
        }
    }
}
