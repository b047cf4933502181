using Granary.Abstractions.Artifacts;
using Granary.Abstractions.Runs;
using Granary.Api.Callers;
using Granary.Api.Problems;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Granary.Api.Runs;

/// <summary><c>GET /v1/runs/{id}/trace</c>: the kept events as a Chrome trace; <c>/analysis</c>: what they are worth; <c>/capacity</c>: every capacity number.</summary>
internal static class RunTraceEndpoints
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/runs/{id}/trace", TraceAsync);
        routes.MapGet("/v1/runs/{id}/analysis", AnalyzeAsync);
        routes.MapGet("/v1/runs/{id}/capacity", CapacityAsync);
    }

    private static async Task<IResult> TraceAsync(string id, HttpContext context, OwnRuns runs, IGrainFactory grains, IArtifactStore artifacts)
    {
        if (WaitOf(context.Request.Query, out var wait) is { } problem)
        {
            return problem;
        }

        if (await runs.FindAsync(id, Caller.Open) is null)
        {
            return OwnRuns.Missing(id);
        }

        return await grains.GetGrain<IRunTraceGrain>(id).WriteTraceAsync(wait) is { } name && await artifacts.OpenReadAsync(name, context.RequestAborted) is { } trace
            ? Results.Stream(trace, "application/json")
            : NoEvents(id);
    }

    private static async Task<IResult> AnalyzeAsync(string id, HttpContext context, OwnRuns runs, IGrainFactory grains)
    {
        if (WaitOf(context.Request.Query, out var wait) is { } problem)
        {
            return problem;
        }

        if (await runs.FindAsync(id, Caller.Open) is null)
        {
            return OwnRuns.Missing(id);
        }

        return await grains.GetGrain<IRunTraceGrain>(id).AnalyzeAsync(wait) is { } analysis ? Results.Text(analysis, "application/json") : NoEvents(id);
    }

    private static async Task<IResult> CapacityAsync(string id, HttpContext context, OwnRuns runs)
    {
        if (QueryRules.Check(context.Request.Query) is { } problem)
        {
            return problem;
        }

        return await runs.FindAsync(id, Caller.Open) is { } run && await run.CapacityAsync() is { } plan ? Results.Text(plan, "application/json") : OwnRuns.Missing(id);
    }

    private static ProblemResult? WaitOf(IQueryCollection query, out TimeSpan wait)
    {
        wait = TimeSpan.Zero;
        if (QueryRules.Check(query, "wait") is { } problem)
        {
            return problem;
        }

        return query.TryGetValue("wait", out var text) && (!WireDuration.TryParse(text.ToString(), out wait) || wait > LongestWait)
            ? KnownProblems.InvalidQuery($"wait is '{text}'; it must be a duration up to 20s.")
            : null;
    }

    private static ProblemResult NoEvents(string id) =>
        KnownProblems.NotFound($"Run '{id}' has kept no events yet. Its document says which: `events: all` for a trace of its tasks, `jobs` (default) for beginnings and ends.");
}
