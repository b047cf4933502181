namespace Granary.Journal;

/// <summary>How a <see cref="KeyedStore"/> keeps its log; ranges are those of <see cref="LogOptions"/>.</summary>
public sealed class KeyedStoreOptions
{
    /// <summary>When a write is acknowledged. Default: always (after write and sync).</summary>
    public Durability Durability { get; init; } = Durability.Always;

    /// <summary>Longest time from a write to its sync in <see cref="Durability.Interval"/>: 10 ms to 60 s, default 1 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Size of a segment: 1 MiB to 1 GiB, default 64 MiB. The store is compacted when it wastes as much as it holds, and at least two segments.</summary>
    public long SegmentBytes { get; init; } = 64L << 20;

    /// <summary>What happens when values that had been durable are damaged. Default: stop.</summary>
    public CorruptionPolicy OnCorruption { get; init; } = CorruptionPolicy.Stop;

    /// <summary>Bytes of real disk kept beside the store for the time when the disk is full: 0 (default, none) to 1 GiB.</summary>
    public long ReserveBytes { get; init; }

    /// <summary>Where the store's log counts; null: nowhere.</summary>
    public JournalInstruments? Instruments { get; init; }
}
