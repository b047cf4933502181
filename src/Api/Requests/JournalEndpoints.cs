using Granary.Abstractions.Idempotency;
using Granary.Api.Callers;
using Granary.Api.Problems;
using Granary.Api.Recovery;
using Granary.Journal;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Granary.Api.Requests;

/// <summary><c>/admin/journal</c>: what the journal of requests holds and what replay waits for.</summary>
internal static class JournalEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var admin = routes.MapGroup("/admin/journal").AddEndpointFilter<AdminOnly>();
        admin.MapGet("", StatusAsync);
        admin.MapGet("/entries", List);
        admin.MapGet("/entries/{id}", OneAsync);
        DeadLetterEndpoints.Map(admin);
    }

    private static async Task<IResult> StatusAsync(HttpContext context, RequestJournal journal, IRequestPrincipals principals)
    {
        if (QueryRules.Check(context.Request.Query) is { } problem)
        {
            return problem;
        }

        var replay = journal.Snapshot();
        return Results.Json(
            new
            {
                enabled = journal.IsOn,
                backend = context.RequestServices.GetService<IJournalBackend>()?.Name,
                writer = Writer(journal.LogSnapshot()),
                oldestUnfinished = replay.OldestUnfinished,
                replay,
                idempotency = await KeysAsync(context, principals),
            }, ApiJson.Options);
    }

    private static IResult List(HttpContext context, RequestJournal journal) =>
        EntryFilter.Read(context.Request.Query, "state", out var problem) is { } filter
            ? Results.Json(filter.Page(journal.List(), static request => request.Header.Id), ApiJson.Options)
            : problem!;

    private static async Task<IResult> OneAsync(string id, HttpContext context, RequestJournal journal)
    {
        if (QueryRules.Check(context.Request.Query) is { } problem)
        {
            return problem;
        }

        if (journal.Find(id) is not { } request)
        {
            return KnownProblems.NotFound($"There is no entry '{id}'. GET /admin/journal/entries lists them.");
        }

        var content = await journal.ContentAsync(id, context.RequestAborted);
        return Results.Json(
            new { entry = new RequestView(request), content = content is var (captured, _) ? new RequestContentView(captured) : null }, ApiJson.Options);
    }

    private static object? Writer(LogSnapshot? log) => log is null ? null : new
    {
        state = log.State,
        mode = log.Durability,
        lastSequence = log.LastSequence,
        durableSequence = log.DurableSequence,
        bytes = log.Bytes,
        liveBytes = log.LiveBytes,
        segments = log.Segments,
        waiting = log.Waiting,
        writeFailures = log.WriteFailures,
        failure = log.Failure?.Code,
    };

    /// <summary>The caller's own keys; null where there are no grains to ask.</summary>
    private static async Task<IdempotencyIndexView?> KeysAsync(HttpContext context, IRequestPrincipals principals) =>
        context.RequestServices.GetService<IGrainFactory>() is { } grains
            ? await grains.GetGrain<IIdempotencyIndexGrain>(principals.Of(context).Tenant).ViewAsync()
            : null;
}
