using Granary.Abstractions.Executors;
using Granary.Executors.Payloads;

namespace Granary.Executors.Pools;

/// <summary>How a handler ended, as its runner saw it.</summary>
internal sealed record TaskResult
{
    /// <summary>Why it failed, one of <see cref="TaskFailureCodes"/>; null if it returned.</summary>
    public string? Code { get; init; }

    /// <summary>What it returned, by reference.</summary>
    public object? Value { get; init; }

    /// <summary>What it returned, from another process.</summary>
    public ExecutorPayload? Payload { get; init; }

    public string? Message { get; init; }

    public Exception? Exception { get; init; }

    public string? RemoteType { get; init; }

    public string? RemoteStack { get; init; }

    public string? Pointer { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    /// <summary>A handler of this process threw, or its value was refused.</summary>
    public static TaskResult From(Exception error) => error is PayloadException payload
        ? new TaskResult { Code = payload.Code, Message = payload.Message, Pointer = payload.Pointer, Exception = payload.InnerException }
        : new TaskResult
        {
            Code = TaskFailureCodes.Failed,
            Message = error.Message,
            Exception = error,
            RemoteType = error.GetType().FullName,
            RemoteStack = error.StackTrace,
        };
}
