namespace Granary.Abstractions.Executors;

/// <summary>Where a remote task is.</summary>
[GenerateSerializer, Alias("granary.RemoteTaskStage")]
public enum RemoteTaskStage
{
    /// <summary>This is not the silo it was sent to, or that silo does not know the task: it is lost.</summary>
    Unknown,

    /// <summary>It waits for a lane.</summary>
    Waiting,

    /// <summary>Its handler runs.</summary>
    Running,

    /// <summary>It has ended.</summary>
    Ended,
}
