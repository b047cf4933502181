using Granary.Abstractions.Artifacts;
using Granary.Abstractions.Executors;
using Granary.Abstractions.Jobs;
using Granary.Api.Callers;
using Granary.Api.Executors;
using Granary.Api.Problems;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Granary.Api.Jobs;

/// <summary>
/// <c>GET /v1/jobs/{id}/result</c>: the result as the handler returned it, JSON or bytes; of a failed job its error with the status of its code; before
/// the end 409 <c>job_not_finished</c>.
/// </summary>
internal static class JobResultEndpoint
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(1);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/jobs/{id}/result", HandleAsync);

    private static async Task<IResult> HandleAsync(string id, HttpContext context, OwnJobs jobs, IArtifactStore artifacts)
    {
        if (WaitQuery.Check(context.Request.Query, out var wait) is { } problem)
        {
            return problem;
        }

        if (await jobs.FindAsync(id, Caller.Open) is not { } job || await job.ResultAsync(wait, context.RequestAborted) is not { } result)
        {
            return OwnJobs.Missing(id);
        }

        return result.Job.State switch
        {
            JobState.Succeeded => await SendAsync(result.Result!, artifacts, context),
            JobState.Failed => ExecutorProblems.Of(new TaskFailure(result.Job.Error!.Code, result.Job.Error.Message)),
            JobState.Cancelled => KnownProblems.Conflict("job_cancelled", $"Job {id} was cancelled and has no result."),
            _ => new DelayedResult(
                new Problem(
                    StatusCodes.Status409Conflict,
                    "job_not_finished",
                    "The job has not ended",
                    $"Job {id} is {(result.Job.State == JobState.Queued ? "queued" : "running")}; ask again later, or wait for the end with ?wait=60s."),
                AskAgain),
        };
    }

    private static async Task<IResult> SendAsync(JobBlob blob, IArtifactStore artifacts, HttpContext context)
    {
        var type = blob.IsJson ? "application/json; charset=utf-8" : "application/octet-stream";
        if (blob.Artifact is not { } name)
        {
            return Results.Bytes(blob.Inline, type);
        }

        return await artifacts.OpenReadAsync(name, context.RequestAborted) is { } stream
            ? Results.Stream(stream, type, enableRangeProcessing: stream.CanSeek)
            : new ProblemResult(new Problem(
                StatusCodes.Status410Gone, "gone", "The result is gone", "The result was deleted; the retention of the job is over."));
    }
}
