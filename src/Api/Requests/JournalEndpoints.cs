using Granary.Abstractions.Idempotency;
using Granary.Api.Callers;
using Granary.Api.Problems;
using Granary.Api.Recovery;
using Granary.Journal;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Granary.Api.Requests;

/// <summary><c>/admin/journal</c>: what the journal of requests holds and what replay waits for.</summary>
internal static class JournalEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var admin = routes.MapGroup("/admin/journal").AddEndpointFilter<AdminOnly>();
        admin.MapGet("", StatusAsync);
        admin.MapPost("/compact", CompactAsync);
        admin.MapGet("/entries", ListAsync);
        admin.MapGet("/entries/{id}", OneAsync);
        DeadLetterEndpoints.Map(admin);
    }

    private static async Task<IResult> StatusAsync(HttpContext context, RequestJournal journal, ClusterRequests requests, IRequestPrincipals principals)
    {
        if (QueryRules.Check(context.Request.Query) is { } problem)
        {
            return problem;
        }

        var replay = journal.Snapshot();
        var silos = await requests.SummariesAsync(context.RequestAborted);
        return Results.Json(
            new
            {
                enabled = journal.IsOn,
                backend = context.RequestServices.GetService<IJournalBackend>()?.Name,
                writer = Writer(journal.LogSnapshot()),
                adopted = journal.Adopted,
                oldestUnfinished = replay.OldestUnfinished,
                replay,
                idempotency = await KeysAsync(context, principals),
                silos = silos.Answers.Select(static answer => new { silo = answer.Silo, journal = answer.Value }),
                unreachable = silos.Unreachable,
            }, ApiJson.Options);
    }

    /// <summary>Gives back what can be given back of this process's journal now, without waiting until it is worth it.</summary>
    private static async Task<IResult> CompactAsync(HttpContext context, RequestJournal journal, IRequestPrincipals principals, ILogger<AdminOnly> audit)
    {
        if (QueryRules.Check(context.Request.Query) is { } problem)
        {
            return problem;
        }

        try
        {
            if (await journal.CompactAsync() is not var (before, after))
            {
                return KnownProblems.Conflict("journal_off", "This process journals nothing (Recovery:Enabled).");
            }

            DeadLetterEndpoints.LogActed(audit, DeadLetterEndpoints.Who(principals, context), "compact", 1, "(journal)", "(any)");
            return Results.Json(new { bytesBefore = before, bytesAfter = after }, ApiJson.Options);
        }
        catch (JournalException error)
        {
            return KnownProblems.Unavailable($"{error.Code}: {error.Message}");
        }
    }

    private static async Task<IResult> ListAsync(HttpContext context, ClusterRequests requests) =>
        EntryFilter.Read(context.Request.Query, "state", out var problem) is { } filter
            ? await EntryPages.ListAsync(context, requests, filter, static entry => entry.Id)
            : problem!;

    private static async Task<IResult> OneAsync(string id, HttpContext context, ClusterRequests requests)
    {
        if (QueryRules.Check(context.Request.Query) is { } problem)
        {
            return problem;
        }

        if (await requests.FindAsync(id, context.RequestAborted) is not { } found)
        {
            return KnownProblems.NotFound($"There is no entry '{id}'. GET /admin/journal/entries lists them.");
        }

        var content = RequestContentView.Of(await requests.ContentAsync(found, context.RequestAborted));
        return Results.Json(new { entry = new RequestView(found.Value), content = content?.View }, ApiJson.Options);
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
