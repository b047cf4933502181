namespace Granary.Journal.Writing;

/// <summary>What the writer is woken for.</summary>
internal enum WriterWork
{
    /// <summary>Records wait.</summary>
    Records,

    /// <summary>The interval since the first unsynced write is over.</summary>
    Sync,

    /// <summary>The log is being closed and nothing waits any more.</summary>
    Close,
}
