using Granary.Abstractions.Runs;
using Granary.Api.Callers;
using Granary.Api.Problems;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Granary.Api.Runs;

/// <summary><c>GET /v1/runs</c>, <c>GET /v1/runs/{id}</c> (with <c>?wait=</c>) and the manifest.</summary>
internal static class RunQueryEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/runs", ListAsync);
        routes.MapGet("/v1/runs/{id}", OneAsync);
        routes.MapGet("/v1/runs/{id}/manifest", ManifestAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext context, IGrainFactory grains)
    {
        var query = context.Request.Query;
        if (QueryRules.Check(query, "state", "name", "after", "limit") is { } problem)
        {
            return problem;
        }

        if (ListPage.Limit(query, out var limit) is { } badLimit)
        {
            return badLimit;
        }

        var state = query["state"].FirstOrDefault();
        if (state is not null && !Enum.GetNames<RunState>().Contains(state, StringComparer.OrdinalIgnoreCase))
        {
            var names = string.Join(", ", Enum.GetNames<RunState>().Select(static name => name.ToLowerInvariant()));
            return KnownProblems.InvalidQuery($"state is '{state}'; it must be one of {names}.");
        }

        var after = query["after"].FirstOrDefault();
        if (after is not null && !after.StartsWith("r_", StringComparison.Ordinal))
        {
            return KnownProblems.BadCursor(after);
        }

        var page = await grains.GetGrain<IRunDirectoryGrain>(Caller.Open.Tenant).ListAsync(state, query["name"].FirstOrDefault(), after, limit + 1);
        return ListPage.Of(page, limit, static run => run.Id);
    }

    private static async Task<IResult> OneAsync(string id, HttpContext context, OwnRuns runs)
    {
        if (WaitQuery.Check(context.Request.Query, out var wait) is { } problem)
        {
            return problem;
        }

        if (await runs.FindAsync(id, Caller.Open) is not { } run || await run.ViewAsync() is not { } view)
        {
            return OwnRuns.Missing(id);
        }

        return Results.Json(wait > TimeSpan.Zero ? await UntilStateChangesAsync(run, view, wait, context) : view, ApiJson.Options);
    }

    /// <summary>Follows the run's own events, so that nothing is polled.</summary>
    private static async Task<RunView> UntilStateChangesAsync(IRunGrain run, RunView first, TimeSpan wait, HttpContext context)
    {
        var time = (TimeProvider)context.RequestServices.GetService(typeof(TimeProvider))!;
        var started = time.GetTimestamp();
        var view = first;
        var page = await run.ReadEventsAsync(long.MaxValue, TimeSpan.Zero, context.RequestAborted);
        while (page is { Exists: true, Ended: false, Snapshot: { } seen })
        {
            view = seen;
            var left = wait - time.GetElapsedTime(started);
            if (view.State != first.State || left <= TimeSpan.Zero)
            {
                return view;
            }

            page = await run.ReadEventsAsync(page.Last, left, context.RequestAborted);
        }

        return page.Snapshot ?? view;
    }

    private static async Task<IResult> ManifestAsync(string id, HttpContext context, OwnRuns runs)
    {
        if (QueryRules.Check(context.Request.Query) is { } problem)
        {
            return problem;
        }

        return await runs.FindAsync(id, Caller.Open) is { } run && await run.ManifestAsync() is { } manifest
            ? Results.Json(manifest, ApiJson.Options)
            : OwnRuns.Missing(id);
    }
}
