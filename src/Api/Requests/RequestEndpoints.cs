using Granary.Abstractions.Requests;
using Granary.Api.Callers;
using Granary.Api.Idempotency;
using Granary.Api.Problems;
using Granary.Api.Recovery;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Granary.Api.Requests;

/// <summary><c>GET /v1/requests/{id}</c> and <c>/response</c>: how a recoverable request stands, and the answer that its caller missed.</summary>
internal static class RequestEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/requests/{id}", OneAsync);
        routes.MapGet("/v1/requests/{id}/response", ResponseAsync);
    }

    private static async Task<IResult> OneAsync(string id, HttpContext context, ClusterRequests requests, IRequestPrincipals principals)
    {
        if (QueryRules.Check(context.Request.Query) is { } problem)
        {
            return problem;
        }

        return await OwnAsync(id, context, requests, principals) is { } found ? Results.Json(new RequestView(found.Value), ApiJson.Options) : Missing(id);
    }

    private static async Task<IResult> ResponseAsync(string id, HttpContext context, ClusterRequests requests, IRequestPrincipals principals)
    {
        if (QueryRules.Check(context.Request.Query) is { } problem)
        {
            return problem;
        }

        if (await OwnAsync(id, context, requests, principals) is not { } found)
        {
            return Missing(id);
        }

        var entry = found.Value;
        if (entry.IsUnfinished)
        {
            return KnownProblems.Conflict("request_not_finished", $"Request {id} is {entry.State}; GET /v1/requests/{id} says what it waits for.");
        }

        return await requests.AnswerAsync(found, context.RequestAborted) is { } answer
            ? new KeptAnswerResult(answer, ProblemErrors.Instance)
            : KnownProblems.NotFound(entry.State == "completed"
                ? $"The answer of request {id} was given to its caller, or its time is over; only its status is known: {entry.Status}."
                : $"Request {id} has no answer: it is {entry.State} ({entry.Reason}).");
    }

    private static async ValueTask<SiloAnswer<JournalEntry>?> OwnAsync(string id, HttpContext context, ClusterRequests requests, IRequestPrincipals principals) =>
        await requests.FindAsync(id, context.RequestAborted) is { } found && found.Value.Tenant == principals.Of(context).Tenant ? found : null;

    private static ProblemResult Missing(string id) =>
        KnownProblems.NotFound($"There is no recoverable request '{id}', its time is over, or the process that answered it is gone.");
}
