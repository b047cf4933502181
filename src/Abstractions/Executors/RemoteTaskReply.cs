namespace Granary.Abstractions.Executors;

/// <summary>How a remote task is.</summary>
/// <param name="Stage">Where it is.</param>
/// <param name="Outcome">With <see cref="RemoteTaskStage.Ended"/>: what came of it; its result is null when it is in the artifact store.</param>
/// <param name="Artifact">Name of a large result in the artifact store.</param>
/// <param name="ArtifactIsJson">Whether that is JSON.</param>
/// <param name="Progress">The latest progress.</param>
/// <param name="Version">Rises with every change of stage and progress.</param>
/// <param name="IsIdempotent">The handler may be run once more elsewhere when this silo is lost.</param>
[GenerateSerializer, Immutable, Alias("granary.RemoteTaskReply")]
public sealed record RemoteTaskReply(
    [property: Id(0)] RemoteTaskStage Stage,
    [property: Id(1)] TaskOutcome? Outcome,
    [property: Id(2)] string? Artifact,
    [property: Id(3)] bool ArtifactIsJson,
    [property: Id(4)] TaskProgress? Progress,
    [property: Id(5)] long Version,
    [property: Id(6)] bool IsIdempotent)
{
    /// <summary>This silo does not know the task.</summary>
    public static RemoteTaskReply Unknown { get; } = new(RemoteTaskStage.Unknown, null, null, false, null, 0, false);
}
