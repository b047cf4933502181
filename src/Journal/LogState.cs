namespace Granary.Journal;

/// <summary>What a log's writer can do at this moment.</summary>
public enum LogState
{
    /// <summary>All is well.</summary>
    Working,

    /// <summary>The disk is nearly full: new work is refused, what ends or repairs work is still written.</summary>
    Full,

    /// <summary>Writing failed and no new segment can be made; a try every second.</summary>
    Faulted,

    /// <summary>Another process took the log over; this one never writes to it again.</summary>
    Lost,

    /// <summary>Closed.</summary>
    Closed,
}
