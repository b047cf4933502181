namespace Granary.Journal;

/// <summary>How one log is kept. Checked as a whole by <see cref="SegmentLog.OpenAsync(LogOptions, TimeProvider, Action{LogRecord}, CancellationToken)"/>.</summary>
public sealed class LogOptions
{
    /// <summary>Folder of the log, made when missing; it belongs to this log alone.</summary>
    public required string Folder { get; init; }

    /// <summary>When an append is acknowledged. Default: always (after write and sync).</summary>
    public Durability Durability { get; init; } = Durability.Always;

    /// <summary>Longest time from a write to its sync in <see cref="Durability.Interval"/>: 10 ms to 60 s, default 1 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Size at which a segment is sealed and the next one begins: 1 MiB to 1 GiB, default 64 MiB.</summary>
    public long SegmentBytes { get; init; } = 64L << 20;

    /// <summary>Largest payload of one record: 1 KiB to 16 MiB, default 16 MiB, and never more than fits into a segment.</summary>
    public int MaxRecordBytes { get; init; } = 16 << 20;

    /// <summary>Records that may wait for the writer before appends wait outside: 1 to 1 048 576, default 65 536.</summary>
    public int MaxWaitingRecords { get; init; } = 65_536;

    /// <summary>Bytes that may wait for the writer before appends wait outside: 64 KiB to 1 GiB, default 64 MiB.</summary>
    public long MaxWaitingBytes { get; init; } = 64L << 20;

    /// <summary>Longest time the writer waits for company before a small write: 0 to 5 ms, default 0 (while a sync runs the next batch gathers anyway).</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.Zero;

    /// <summary>What happens when records that had been durable are damaged. Default: stop.</summary>
    public CorruptionPolicy OnCorruption { get; init; } = CorruptionPolicy.Stop;

    /// <summary>
    /// The owner releases records and the log gives their space back; it then knows the place of every record (about 50 bytes of memory each) and can
    /// read them. Default false: records stay until the folder is deleted.
    /// </summary>
    public bool Reclaim { get; init; }

    /// <summary>Bytes of real disk kept beside the log for the time when the disk is full: 0 (default, none) to 1 GiB.</summary>
    public long ReserveBytes { get; init; }

    /// <summary>Where the log counts; null: nowhere.</summary>
    public JournalInstruments? Instruments { get; init; }

    /// <summary>Replayed payloads are lent: valid until the receiver returns. For a receiver that keeps none of them.</summary>
    internal bool LendsPayloads { get; init; }

    /// <summary>Says everything that is wrong with these options, one sentence each; empty if nothing is.</summary>
    internal IReadOnlyList<string> Check()
    {
        var errors = new List<string>();
        if (string.IsNullOrWhiteSpace(Folder))
        {
            errors.Add("Folder is empty; give the path of the log's own folder.");
        }

        if (!Enum.IsDefined(Durability))
        {
            errors.Add($"Durability is {Durability}; valid are always, interval and none.");
        }

        if (!Enum.IsDefined(OnCorruption))
        {
            errors.Add($"OnCorruption is {OnCorruption}; valid are stop and skip.");
        }

        Between(nameof(Interval), Interval, TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(60));
        Between(nameof(SegmentBytes), SegmentBytes, 1L << 20, 1L << 30);
        Between(nameof(MaxRecordBytes), MaxRecordBytes, 1 << 10, 16 << 20);
        Between(nameof(MaxWaitingRecords), MaxWaitingRecords, 1, 1 << 20);
        Between(nameof(MaxWaitingBytes), MaxWaitingBytes, 64L << 10, 1L << 30);
        Between(nameof(Linger), Linger, TimeSpan.Zero, TimeSpan.FromMilliseconds(5));
        Between(nameof(ReserveBytes), ReserveBytes, 0, 1L << 30);
        return errors;

        void Between<T>(string name, T value, T least, T most)
            where T : IComparable<T>
        {
            if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
            {
                errors.Add($"{name} is {value}; valid is {least} to {most}.");
            }
        }
    }
}
