namespace Granary.Journal;

/// <summary>The closed set of reasons a <see cref="JournalException"/> carries.</summary>
public static class JournalErrorCodes
{
    /// <summary>A write or sync failed under this append: whether it is stored is unknown until the log is opened again.</summary>
    public const string WriteFailed = "journal_write_failed";

    /// <summary>The log failed earlier and takes no more appends: this one was certainly not stored.</summary>
    public const string Unavailable = "journal_unavailable";

    /// <summary>The log was closed: this append was certainly not stored.</summary>
    public const string Closed = "journal_closed";

    /// <summary>Another process or instance holds the folder.</summary>
    public const string Locked = "journal_locked";

    /// <summary>Records that had been durable are damaged or missing; the log is not opened.</summary>
    public const string Corrupt = "journal_corrupt";

    /// <summary>A newer release wrote this log and it holds something that may not be skipped.</summary>
    public const string Newer = "journal_newer";
}
