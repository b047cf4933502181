using System.Text.Json;
using Granary.Abstractions.Executors;
using Granary.Executors;

namespace Granary.Grains.Executors;

/// <summary>Tasks as pools see them, and as they travel.</summary>
internal static class TaskWire
{
    public static ExecutorPayload Argument(TaskPayload payload) => new(payload.Data, payload.IsJson);

    public static TaskPayload Payload(in ExecutorPayload payload) => new(payload.Data, payload.IsJson);

    public static TaskProgress Progress(ExecutorProgress progress) => new(progress.Percent, progress.Message, progress.Data?.GetRawText());

    public static ExecutorProgress Progress(TaskProgress progress) =>
        new(progress.Percent, progress.Message, progress.Data is { } data ? JsonElement.Parse(data) : null);

    public static TaskOutcome Outcome(in ExecutorOutcome<ExecutorPayload> outcome) =>
        outcome.IsCompleted ? TaskOutcome.Of(Payload(outcome.Value)) : TaskOutcome.Failed(Failure(outcome.Failure));

    public static ExecutorOutcome<ExecutorPayload> Outcome(TaskOutcome outcome) => outcome.IsCompleted
        ? new ExecutorOutcome<ExecutorPayload>(ExecutorStatus.Completed, Argument(outcome.Result), null)
        : Failed(outcome.Failure);

    public static ExecutorOutcome<ExecutorPayload> Failed(TaskFailure failure) => new(
        failure.Code switch
        {
            TaskFailureCodes.Overloaded or TaskFailureCodes.Stopped => ExecutorStatus.Rejected,
            TaskFailureCodes.Cancelled => ExecutorStatus.Cancelled,
            _ => ExecutorStatus.Failed,
        },
        default,
        new ExecutorFailure(failure.Code, failure.Message)
        {
            RemoteType = failure.RemoteType, RemoteStack = failure.Stack, RetryAfter = failure.RetryAfter, Pointer = failure.Pointer,
        });

    // Handlers that run in this process throw here; what they threw is told like that of a worker.
    private static TaskFailure Failure(ExecutorFailure failure) => new(
        failure.Code,
        failure.Message,
        failure.RemoteType ?? (failure.Code == TaskFailureCodes.Failed ? failure.Exception?.GetType().FullName : null),
        failure.RemoteStack ?? (failure.Code == TaskFailureCodes.Failed ? failure.Exception?.StackTrace : null),
        failure.RetryAfter,
        failure.Pointer);
}
