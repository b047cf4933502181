namespace Granary.Journal.Space;

/// <summary>What of a segment is still needed. Touched under the index's lock alone.</summary>
internal sealed class SegmentUse(long first)
{
    /// <summary>Its first sequence.</summary>
    public long First => first;

    /// <summary>Bytes of the file.</summary>
    public long Bytes { get; set; }

    /// <summary>Bytes of the records in it that are needed.</summary>
    public long LiveBytes { get; set; }

    /// <summary>Least first sequence of a record in it that is needed no more; a tombstone above it must stay.</summary>
    public long LeastDead { get; set; } = long.MaxValue;

    /// <summary>Tombstones in it that must stay, by sequence; those that were moved since are passed over.</summary>
    public PriorityQueue<long, long> Tombstones { get; } = new();

    /// <summary>How many are moving records out of it now; its tombstones stay meanwhile, for what they ended may be on its way.</summary>
    public int Rewrites { get; set; }

    /// <summary>Nothing more is written to it.</summary>
    public bool IsSealed { get; set; }

    /// <summary>A write to it failed: it may hold records that never happened.</summary>
    public bool IsPoisoned { get; set; }

    /// <summary>It begins with the record that says so.</summary>
    public bool HasGap { get; set; }

    /// <summary>It was removed, or is about to be.</summary>
    public bool IsGone { get; set; }
}
