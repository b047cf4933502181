namespace Granary.Journal.Writing;

/// <summary>What the writer is woken for.</summary>
internal enum WriterWork
{
    /// <summary>Records wait.</summary>
    Records,

    /// <summary>The interval since the first unsynced write is over, or somebody asks.</summary>
    Sync,

    /// <summary>Time to look whether a log that failed, or a disk that was full, works again.</summary>
    Look,

    /// <summary>The log is being closed and nothing waits any more.</summary>
    Close,
}
