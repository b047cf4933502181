namespace Granary.Journal;

/// <summary>How a process keeps its journal: the log of recoverable requests. Configuration section <c>Journal</c>.</summary>
public sealed class JournalOptions
{
    /// <summary>Section name.</summary>
    public const string Section = "Journal";

    /// <summary>
    /// Folder of the journal's logs, on a local disk or a persistent volume; each process needs its own. Default: the folder <c>journal</c> of the
    /// storage folder.
    /// </summary>
    public string Path { get; set; } = "";

    /// <summary>
    /// What it is kept in: <c>segments</c> (files, default), <c>mmap</c> (the same files, mapped; only with durability interval or none) or
    /// <c>postgres</c> (needs <see cref="ConnectionString"/>; for machines without a disk that outlives them).
    /// </summary>
    public string Backend { get; set; } = JournalBackends.Segments;

    /// <summary>
    /// When an entry counts as stored: <c>always</c> (after write and sync, default: a power cut loses nothing), <c>interval</c> (after the write; a power
    /// cut loses at most <see cref="Interval"/>) or <c>none</c>. A crash of the process loses nothing in any of them.
    /// </summary>
    public Durability Durability { get; set; } = Durability.Always;

    /// <summary>Longest time from a write to its sync with durability interval. Default 1 s; 10 ms to 60 s.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait of the writer for company before a small write. Default 0; 0 to 5 ms.</summary>
    public TimeSpan Linger { get; set; } = TimeSpan.Zero;

    /// <summary>Bytes of one segment file. Default 64 MiB; 1 MiB to 1 GiB.</summary>
    public long SegmentSize { get; set; } = 64L << 20;

    /// <summary>Bytes of the largest record. Default 16 MiB; 1 KiB to 16 MiB, and less than a segment.</summary>
    public int MaxRecord { get; set; } = 16 << 20;

    /// <summary>
    /// What happens when entries that had been stored are damaged: <c>stop</c> (default: the process does not start and names the place) or <c>skip</c> (the
    /// damage is reported and the rest used).
    /// </summary>
    public CorruptionPolicy OnCorruption { get; set; } = CorruptionPolicy.Stop;

    /// <summary>Bytes of disk held back for the time when the disk is full, so that work under way can still be ended. Default 16 MiB; 0 to 1 GiB.</summary>
    public long ReserveBytes { get; set; } = 16L << 20;

    /// <summary>Npgsql connection string for the backend <c>postgres</c>. Never logged.</summary>
    public string ConnectionString { get; set; } = "";
}
