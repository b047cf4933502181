namespace Granary.Abstractions.Runs;

/// <summary>What a run wants of one of its row groups.</summary>
[GenerateSerializer, Alias("granary.RowGroupOrder")]
public enum RowGroupOrder
{
    /// <summary>Make every cell.</summary>
    Go,

    /// <summary>Start nothing new, let calls in flight finish, report, close. The log stays.</summary>
    Pause,

    /// <summary>Cancel calls in flight, report, close. The log stays.</summary>
    Cancel,

    /// <summary>The run shuts down early: cancel what is in flight, drop the rows that are not complete, seal what is left.</summary>
    Finish,

    /// <summary>The part is written down, or was already: remove the log, close, report nothing.</summary>
    Forget,

    /// <summary>Another session's part counts: remove this session's files and the log, close, report nothing.</summary>
    Discard,

    /// <summary>This session was replaced by a newer one: close and report nothing; the log belongs to the newer session.</summary>
    Leave,
}
