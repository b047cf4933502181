namespace Granary.Executors;

/// <summary>How a task ended.</summary>
public enum ExecutorStatus
{
    /// <summary>Its work returned a value.</summary>
    Completed,

    /// <summary>Its work threw.</summary>
    Failed,

    /// <summary>Its caller, or the stop of the pool, gave it up.</summary>
    Cancelled,

    /// <summary>It never got a place.</summary>
    Rejected,
}
