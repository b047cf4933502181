using Granary.Abstractions.Jobs;
using Granary.Api.Callers;
using Granary.Api.Problems;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Granary.Api.Jobs;

/// <summary><c>GET /v1/jobs</c>, <c>GET /v1/jobs/{id}</c> (with <c>?wait=</c>) and <c>POST /v1/jobs/{id}/cancel</c>.</summary>
internal static class JobQueryEndpoints
{
    private static readonly string[] States = [.. Enum.GetNames<JobState>().Select(static name => name.ToLowerInvariant())];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/jobs", ListAsync);
        routes.MapGet("/v1/jobs/{id}", OneAsync);
        routes.MapPost("/v1/jobs/{id}/cancel", CancelAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext context, IGrainFactory grains)
    {
        var query = context.Request.Query;
        if (QueryRules.Check(query, "state", "pool", "after", "limit") is { } problem)
        {
            return problem;
        }

        if (ListPage.Limit(query, out var limit) is { } badLimit)
        {
            return badLimit;
        }

        JobState? state = null;
        if (query["state"].FirstOrDefault() is { } stateText)
        {
            var index = Array.IndexOf(States, stateText);
            if (index < 0)
            {
                return KnownProblems.InvalidQuery($"state is '{stateText}'; it must be one of {string.Join(", ", States)}.");
            }

            state = (JobState)index;
        }

        var after = query["after"].FirstOrDefault();
        if (after is not null && !OwnJobs.IsId(after))
        {
            return KnownProblems.BadCursor(after);
        }

        var page = await grains.GetGrain<IJobDirectoryGrain>(Caller.Open.Tenant)
            .ListAsync(new JobListQuery(state, query["pool"].FirstOrDefault(), after, limit + 1));
        return ListPage.Of(page.Select(JobDocument.Of).ToList(), limit, static job => job.Id);
    }

    private static async Task<IResult> OneAsync(string id, HttpContext context, OwnJobs jobs)
    {
        if (WaitQuery.Check(context.Request.Query, out var wait) is { } problem)
        {
            return problem;
        }

        return await jobs.FindAsync(id, Caller.Open) is { } job && await job.ResultAsync(wait, context.RequestAborted) is { } result
            ? Results.Json(JobDocument.Of(result.Job), ApiJson.Options)
            : OwnJobs.Missing(id);
    }

    private static async Task<IResult> CancelAsync(string id, HttpContext context, OwnJobs jobs)
    {
        if (QueryRules.Check(context.Request.Query) is { } problem)
        {
            return problem;
        }

        var (body, badBody) = await ActionBody.ReadAsync(context, limits: false);
        if (body is null)
        {
            return badBody!;
        }

        if (await jobs.FindAsync(id, Caller.Open) is not { } job)
        {
            return OwnJobs.Missing(id);
        }

        var result = await job.CancelAsync(body.Reason);
        return result.Outcome switch
        {
            JobActionOutcome.Done => Results.Json(JobDocument.Of(result.Job!), ApiJson.Options, statusCode: StatusCodes.Status202Accepted),
            JobActionOutcome.AlreadySo => Results.Json(JobDocument.Of(result.Job!), ApiJson.Options),
            JobActionOutcome.Conflict => KnownProblems.Conflict(
                "job_state", $"Job {id} has {States[(int)result.Job!.State]} already; only a queued or running job can be cancelled."),
            JobActionOutcome.NotFound => OwnJobs.Missing(id),
            _ => throw new InvalidOperationException($"Action outcome {result.Outcome} has no answer."),
        };
    }
}
