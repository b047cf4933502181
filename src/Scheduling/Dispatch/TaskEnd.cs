namespace Granary.Scheduling.Dispatch;

/// <summary>How a worker ended.</summary>
public enum TaskEnd
{
    /// <summary>With a value.</summary>
    Ok,

    /// <summary>With an error.</summary>
    Failed,

    /// <summary>Without being needed.</summary>
    Skipped,

    /// <summary>It was told to stop. Not a completion.</summary>
    Cancelled,
}
