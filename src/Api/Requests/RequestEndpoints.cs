using Granary.Abstractions.Idempotency;
using Granary.Api.Callers;
using Granary.Api.Idempotency;
using Granary.Api.Problems;
using Granary.Api.Recovery;
using Granary.Journal.Requests;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Granary.Api.Requests;

/// <summary><c>GET /v1/requests/{id}</c> and <c>/response</c>: how a recoverable request stands, and the answer that its caller missed.</summary>
internal static class RequestEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/requests/{id}", One);
        routes.MapGet("/v1/requests/{id}/response", ResponseAsync);
    }

    private static IResult One(string id, HttpContext context, RequestJournal journal, IRequestPrincipals principals)
    {
        if (QueryRules.Check(context.Request.Query) is { } problem)
        {
            return problem;
        }

        return Own(id, context, journal, principals) is { } request ? Results.Json(new RequestView(request), ApiJson.Options) : Missing(id);
    }

    private static async Task<IResult> ResponseAsync(string id, HttpContext context, RequestJournal journal, IRequestPrincipals principals)
    {
        if (QueryRules.Check(context.Request.Query) is { } problem)
        {
            return problem;
        }

        if (Own(id, context, journal, principals) is not { } request)
        {
            return Missing(id);
        }

        if (request.Progress.IsUnfinished)
        {
            return KnownProblems.Conflict(
                "request_not_finished", $"Request {id} is {RequestStates.Name(request.Progress.State)}; GET /v1/requests/{id} says what it waits for.");
        }

        return await AnswerAsync(request, context, journal) is { } answer
            ? new KeptAnswerResult(answer, ProblemErrors.Instance)
            : KnownProblems.NotFound(request.Progress.State == RequestState.Completed
                ? $"The answer of request {id} was given to its caller, or its time is over; only its status is known: {request.Progress.Status}."
                : $"Request {id} has no answer: it is {RequestStates.Name(request.Progress.State)} ({request.Progress.Reason}).");
    }

    private static async Task<KeptAnswer?> AnswerAsync(StoredRequest request, HttpContext context, RequestJournal journal)
    {
        if (request.Progress.Answer != AnswerPlace.Key)
        {
            return await journal.AnswerAsync(request.Header.Id, context.RequestAborted);
        }

        return request.Header.Key is { } key
            ? await context.RequestServices.GetRequiredService<IGrainFactory>().GetGrain<IIdempotencyGrain>(key).AnswerAsync(request.Header.Id)
            : null;
    }

    private static StoredRequest? Own(string id, HttpContext context, RequestJournal journal, IRequestPrincipals principals) =>
        journal.Find(id) is { } request && request.Header.Tenant == principals.Of(context).Tenant ? request : null;

    private static ProblemResult Missing(string id) =>
        KnownProblems.NotFound($"There is no recoverable request '{id}', or its time is over. Ask the process that answered it.");
}
