namespace Granary.Scheduling.Recovery;

/// <summary>Where a task that has failed before is.</summary>
internal enum DeferredState
{
    /// <summary>Queued or running again.</summary>
    Out,

    /// <summary>Set aside until its row group stalls.</summary>
    UntilStalled,

    /// <summary>Set aside until an instant.</summary>
    UntilInstant,
}
