using Granary.Abstractions.Runs;
using Granary.Api.Callers;
using Granary.Api.Problems;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Granary.Api.Runs;

/// <summary>
/// <c>POST /v1/runs/{id}/pause</c>, <c>/resume</c>, <c>/cancel</c>, <c>/extend</c>: 202, 200 if it was so already, 409 naming what is possible. <c>DELETE</c>: 204, or
/// 409 while it is active.
/// </summary>
internal static class RunActionEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/runs/{id}/pause", (string id, HttpContext context, OwnRuns runs) =>
            ActAsync(id, context, runs, limits: false, static (run, body) => run.PauseAsync(body.Reason)));
        routes.MapPost("/v1/runs/{id}/resume", (string id, HttpContext context, OwnRuns runs) =>
            ActAsync(id, context, runs, limits: true, static (run, body) => run.ResumeAsync(body.Reason, body.Limits)));
        routes.MapPost("/v1/runs/{id}/cancel", (string id, HttpContext context, OwnRuns runs) =>
            ActAsync(id, context, runs, limits: false, static (run, body) => run.CancelAsync(body.Reason)));
        routes.MapPost("/v1/runs/{id}/extend", ExtendAsync);
        routes.MapDelete("/v1/runs/{id}", DeleteAsync);
    }

    private static async Task<IResult> ActAsync(
        string id,
        HttpContext context,
        OwnRuns runs,
        bool limits,
        Func<IRunGrain, ActionBody, Task<RunActionResult>> action)
    {
        if (QueryRules.Check(context.Request.Query) is { } problem)
        {
            return problem;
        }

        var (body, badBody) = await ActionBody.ReadAsync(context, limits);
        if (body is null)
        {
            return badBody!;
        }

        if (await runs.FindAsync(id, Caller.Open) is not { } run)
        {
            return OwnRuns.Missing(id);
        }

        return Answer(id, await action(run, body));
    }

    private static async Task<IResult> ExtendAsync(string id, HttpContext context, OwnRuns runs)
    {
        if (QueryRules.Check(context.Request.Query) is { } problem)
        {
            return problem;
        }

        var (rows, badBody) = await ExtendBody.ReadAsync(context);
        if (rows is not { } all)
        {
            return badBody!;
        }

        return await runs.FindAsync(id, Caller.Open) is { } run ? Answer(id, await run.ExtendAsync(all)) : OwnRuns.Missing(id);
    }

    // The directory last: as long as it knows the run, the deletion can be asked for again.
    private static async Task<IResult> DeleteAsync(string id, HttpContext context, OwnRuns runs)
    {
        if (QueryRules.Check(context.Request.Query) is { } problem)
        {
            return problem;
        }

        if (await runs.FindAsync(id, Caller.Open) is not { } run)
        {
            return OwnRuns.Missing(id);
        }

        var result = await run.DeleteAsync();
        if (result.Outcome == RunActionOutcome.Conflict)
        {
            return KnownProblems.Conflict(result.Conflict!.Code, result.Conflict.Detail);
        }

        await runs.ForgetAsync(id, Caller.Open);
        return Results.NoContent();
    }

    private static IResult Answer(string id, RunActionResult result)
    {
        return result.Outcome switch
        {
            RunActionOutcome.Accepted => Results.Json(result.Run, ApiJson.Options, statusCode: StatusCodes.Status202Accepted),
            RunActionOutcome.AlreadySo => Results.Json(result.Run, ApiJson.Options),
            RunActionOutcome.Conflict => KnownProblems.Conflict(result.Conflict!.Code, result.Conflict.Detail),
            RunActionOutcome.NotFound => OwnRuns.Missing(id),
            _ => throw new InvalidOperationException($"Action outcome {result.Outcome} has no answer."),
        };
    }
}
