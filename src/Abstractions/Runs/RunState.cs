namespace Granary.Abstractions.Runs;

/// <summary>pending → preflight → running → pausing → paused → running; running → completing → completed; cancelling → cancelled; failed.</summary>
[GenerateSerializer, Alias("granary.RunState")]
public enum RunState
{
    /// <summary>Stored, not started.</summary>
    Pending,

    /// <summary>One short call per alias.</summary>
    Preflight,

    /// <summary>Row groups are open.</summary>
    Running,

    /// <summary>Nothing new starts; calls in flight finish.</summary>
    Pausing,

    /// <summary>Nothing is in flight.</summary>
    Paused,

    /// <summary>Every group is sealed; the artifact is put together.</summary>
    Completing,

    /// <summary>The end, with an outcome.</summary>
    Completed,

    /// <summary>Calls in flight are being cancelled.</summary>
    Cancelling,

    /// <summary>Ended by somebody; can be resumed.</summary>
    Cancelled,

    /// <summary>Ended by an error; can be resumed.</summary>
    Failed,
}
