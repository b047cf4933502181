namespace Granary.Journal;

/// <summary>The closed set of reasons a <see cref="JournalException"/> carries.</summary>
public static class JournalErrorCodes
{
    /// <summary>
    /// A write or sync failed under this append. Once the log works again, or is opened again after it did, it never happened; until then it is unknown
    /// whether it is stored.
    /// </summary>
    public const string WriteFailed = "journal_write_failed";

    /// <summary>Writing failed and no new segment could be made so far: this append was certainly not stored.</summary>
    public const string Unavailable = "journal_unavailable";

    /// <summary>The disk is nearly full and takes no new work: this append was certainly not stored.</summary>
    public const string Full = "journal_full";

    /// <summary>Too much waits to be written: this append was certainly not stored.</summary>
    public const string Busy = "journal_busy";

    /// <summary>The log was closed: this append was certainly not stored.</summary>
    public const string Closed = "journal_closed";

    /// <summary>Another process or instance holds the folder.</summary>
    public const string Locked = "journal_locked";

    /// <summary>Records that had been durable are damaged or missing; the log is not opened.</summary>
    public const string Corrupt = "journal_corrupt";

    /// <summary>A newer release wrote this log and it holds something that may not be skipped.</summary>
    public const string Newer = "journal_newer";

    /// <summary>A development version before the first release wrote this store; its form is not read any more.</summary>
    public const string Older = "journal_older";
}
