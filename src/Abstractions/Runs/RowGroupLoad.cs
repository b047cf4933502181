namespace Granary.Abstractions.Runs;

/// <summary>What an adaptive window is judged by: the silo of one row group, and the group itself.</summary>
/// <param name="Bytes">Bytes of the values the group holds.</param>
/// <param name="NextIsDeferred">What the group's deferred cells wait for would stop every column of another group too.</param>
/// <param name="Queued">Tasks queued in the silo, of whatever run.</param>
/// <param name="SubmissionCapacity">Tasks that may run at once there.</param>
/// <param name="CallsModels">Some column of the run calls a model; otherwise the next three mean nothing.</param>
/// <param name="LlmWaitAvailable">Free places among the tasks that wait for models; may be below 0.</param>
/// <param name="LlmWaitLeased">Places taken.</param>
/// <param name="LlmWaitQueued">Places that queued tasks want.</param>
[GenerateSerializer, Immutable, Alias("granary.RowGroupLoad")]
public sealed record RowGroupLoad(
    [property: Id(0)] long Bytes,
    [property: Id(1)] bool NextIsDeferred,
    [property: Id(2)] int Queued,
    [property: Id(3)] int SubmissionCapacity,
    [property: Id(4)] bool CallsModels,
    [property: Id(5)] int LlmWaitAvailable,
    [property: Id(6)] int LlmWaitLeased,
    [property: Id(7)] int LlmWaitQueued);
