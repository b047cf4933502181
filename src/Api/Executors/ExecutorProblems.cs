using Granary.Abstractions.Executors;
using Granary.Api.Problems;

using Microsoft.AspNetCore.Http;

namespace Granary.Api.Executors;

/// <summary>What a task that has no result is over HTTP: one status and one title per code.</summary>
internal static class ExecutorProblems
{
    private const int ClientClosed = 499;

    /// <summary>The answer of a call that failed.</summary>
    public static IResult Of(TaskFailure failure) =>
        failure.RetryAfter is { } wait ? new DelayedResult(Problem(failure), wait) : new ProblemResult(Problem(failure));

    /// <summary>The answer to something that cannot be called as it was asked for; the pointer leads into the body.</summary>
    public static ProblemResult Refused(TaskFailure failure) => new(Problem(failure) with
    {
        Errors = [new ProblemError(failure.Code, null, failure.Pointer ?? "", null, null, failure.Message, null)],
    });

    /// <summary>Status and title of a code.</summary>
    public static (int Status, string Title) Known(string code) => code switch
    {
        TaskFailureCodes.UnknownPool => (StatusCodes.Status400BadRequest, "There is no such executor pool"),
        TaskFailureCodes.UnknownHandler => (StatusCodes.Status400BadRequest, "The pool has no such handler"),
        TaskFailureCodes.InvalidInput => (StatusCodes.Status422UnprocessableEntity, "The input does not fit the handler"),
        TaskFailureCodes.Overloaded => (StatusCodes.Status503ServiceUnavailable, "The executor pool is full"),
        TaskFailureCodes.Unhealthy => (StatusCodes.Status503ServiceUnavailable, "The executor pool has no worker that is ready"),
        TaskFailureCodes.Stopped => (StatusCodes.Status503ServiceUnavailable, "The executor pool stops"),
        TaskFailureCodes.NoCapableSilo => (StatusCodes.Status503ServiceUnavailable, "No silo carries the pool's label"),
        TaskFailureCodes.WorkerLost => (StatusCodes.Status502BadGateway, "The worker was lost"),
        TaskFailureCodes.AttemptsExhausted => (StatusCodes.Status502BadGateway, "Every attempt was lost"),
        TaskFailureCodes.Failed => (StatusCodes.Status500InternalServerError, "The handler failed"),
        TaskFailureCodes.TimedOut => (StatusCodes.Status504GatewayTimeout, "The time of the task was over"),
        TaskFailureCodes.Cancelled => (ClientClosed, "The task was cancelled"),
        TaskFailureCodes.ArgumentNotSerializable => (StatusCodes.Status500InternalServerError, "The argument cannot be sent"),
        TaskFailureCodes.ResultNotSerializable => (StatusCodes.Status500InternalServerError, "The result cannot be sent"),
        TaskFailureCodes.PayloadTooLarge => (StatusCodes.Status413PayloadTooLarge, "Argument or result is too large"),
        _ => (StatusCodes.Status500InternalServerError, "The task failed"),
    };

    private static Problem Problem(TaskFailure failure)
    {
        var (status, title) = Known(failure.Code);
        if (failure is { Code: TaskFailureCodes.PayloadTooLarge, Pointer: null })
        {
            // Nobody points at a part of the request: it is the result that is too large, which is not the caller's fault.
            status = StatusCodes.Status500InternalServerError;
        }

        return new Problem(status, failure.Code, title, failure.Message);
    }
}
