namespace Granary.Abstractions.Executors;

/// <summary>A task on its way to another silo.</summary>
/// <param name="Id">Unique; a start that comes twice is carried out once.</param>
/// <param name="Pool">The pool there.</param>
/// <param name="Handler">The handler.</param>
/// <param name="Argument">The argument; null when it is in the artifact store.</param>
/// <param name="Artifact">Name of the argument in the artifact store.</param>
/// <param name="ArtifactIsJson">Whether that is JSON.</param>
/// <param name="Affinity">Affinity key.</param>
/// <param name="Priority">Priority.</param>
/// <param name="TimeLeft">The caller's deadline, from now.</param>
/// <param name="TaskTimeout">Longest run on a lane.</param>
/// <param name="Attempt">Number of the attempt.</param>
/// <param name="Tenant">Whose.</param>
[GenerateSerializer, Immutable, Alias("granary.RemoteTask")]
public sealed record RemoteTask(
    [property: Id(0)] Guid Id,
    [property: Id(1)] string Pool,
    [property: Id(2)] string Handler,
    [property: Id(3)] TaskPayload? Argument,
    [property: Id(4)] string? Artifact,
    [property: Id(5)] bool ArtifactIsJson,
    [property: Id(6)] string? Affinity,
    [property: Id(7)] byte Priority,
    [property: Id(8)] TimeSpan? TimeLeft,
    [property: Id(9)] TimeSpan? TaskTimeout,
    [property: Id(10)] int Attempt,
    [property: Id(11)] string? Tenant);
