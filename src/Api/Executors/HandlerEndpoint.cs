using System.Text;
using System.Text.Json;

using Granary.Abstractions.Executors;
using Granary.Api.Callers;
using Granary.Api.Chat;
using Granary.Api.Problems;

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Granary.Api.Executors;

/// <summary>One call of a handler route: read, look whether it fits, call, answer.</summary>
internal static class HandlerEndpoint
{
    public static async Task<IResult> AnswerAsync<TIn>(HttpContext context, HandlerRouteMetadata route, string pool)
    {
        var services = context.RequestServices;
        var limit = services.GetRequiredService<IOptions<ApiOptions>>().Value.MaxCallBytes;
        if (await BoundedBody.ReadAsync(context.Request, limit, context.RequestAborted) is not { } body)
        {
            return KnownProblems.TooLarge($"The body is larger than {limit} bytes (setting Api:MaxCallBytes).");
        }

        var headers = CallHeaders.Read(context.Request.Headers, services.GetRequiredService<TimeProvider>().GetUtcNow(), out var error);
        if (headers is null)
        {
            return KnownProblems.InvalidHeader(error!);
        }

        if (Mistake<TIn>(body) is { } mistake)
        {
            return mistake;
        }

        var outcome = await services.GetRequiredService<IHandlerCalls>().CallAsync(
            new HandlerCall(services.GetRequiredService<ExecutorRouteOverrides>().PoolOf(route.Route, pool), route.Handler, TaskPayload.Json(body), Caller.Open.Tenant)
            {
                Band = headers.Band,
                TimeLeft = headers.Deadline,
            },
            context.RequestAborted);
        if (outcome.IsCompleted)
        {
            return Results.Bytes(outcome.Result.Data, outcome.Result.IsJson ? "application/json; charset=utf-8" : "application/octet-stream");
        }

        context.RequestAborted.ThrowIfCancellationRequested();
        return ExecutorProblems.Of(outcome.Failure);
    }

    private static ProblemResult? Mistake<TIn>(byte[] body)
    {
        try
        {
            JsonSerializer.Deserialize<TIn>(body, JsonSerializerOptions.Web);
            return null;
        }
        catch (JsonException error)
        {
            var pointer = new StringBuilder();
            foreach (var part in (error.Path ?? "$").Split('.', '[').Skip(1))
            {
                pointer.Append('/').Append(part.TrimEnd(']').Trim('\''));
            }

            return ExecutorProblems.Refused(new TaskFailure(
                TaskFailureCodes.InvalidInput, $"The body does not fit the handler: {error.Message}", Pointer: pointer.ToString()));
        }
    }
}
