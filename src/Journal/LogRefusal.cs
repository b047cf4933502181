namespace Granary.Journal;

/// <summary>Why a log does not take new work at this moment.</summary>
public enum LogRefusal
{
    /// <summary>It was taken.</summary>
    None,

    /// <summary>Too many records or bytes wait to be written (<c>journal_busy</c>); they drain within milliseconds.</summary>
    Busy,

    /// <summary>The disk is nearly full (<c>journal_full</c>); it is looked at every second.</summary>
    Full,

    /// <summary>Writing failed and no new segment can be made (<c>journal_unavailable</c>); it is tried every second.</summary>
    Unavailable,

    /// <summary>The log was closed (<c>journal_closed</c>).</summary>
    Closed,
}
