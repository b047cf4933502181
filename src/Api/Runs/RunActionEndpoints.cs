using System.Text.Json;

using Granary.Abstractions.Runs;
using Granary.Api.Callers;
using Granary.Api.Chat;
using Granary.Api.Problems;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Granary.Api.Runs;

/// <summary><c>POST /v1/runs/{id}/pause</c>, <c>/resume</c>, <c>/cancel</c>: 202, 200 if it was so already, 409 naming what is possible.</summary>
internal static class RunActionEndpoints
{
    private const int MaxReasonBody = 4096;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/runs/{id}/pause", (string id, HttpContext context, OwnRuns runs) =>
            ActAsync(id, context, runs, static (run, reason) => run.PauseAsync(reason)));
        routes.MapPost("/v1/runs/{id}/resume", (string id, HttpContext context, OwnRuns runs) =>
            ActAsync(id, context, runs, static (run, reason) => run.ResumeAsync(reason)));
        routes.MapPost("/v1/runs/{id}/cancel", (string id, HttpContext context, OwnRuns runs) =>
            ActAsync(id, context, runs, static (run, reason) => run.CancelAsync(reason)));
    }

    private static async Task<IResult> ActAsync(
        string id,
        HttpContext context,
        OwnRuns runs,
        Func<IRunGrain, string?, Task<RunActionResult>> action)
    {
        if (QueryRules.Check(context.Request.Query) is { } problem)
        {
            return problem;
        }

        var (reason, badBody) = await ReasonAsync(context);
        if (badBody is not null)
        {
            return badBody;
        }

        if (await runs.FindAsync(id, Caller.Open) is not { } run)
        {
            return OwnRuns.Missing(id);
        }

        var result = await action(run, reason);
        return result.Outcome switch
        {
            RunActionOutcome.Accepted => Results.Json(result.Run, ApiJson.Options, statusCode: StatusCodes.Status202Accepted),
            RunActionOutcome.AlreadySo => Results.Json(result.Run, ApiJson.Options),
            RunActionOutcome.Conflict => KnownProblems.Conflict(result.Conflict!.Code, result.Conflict.Detail),
            RunActionOutcome.NotFound => OwnRuns.Missing(id),
            _ => throw new InvalidOperationException($"Action outcome {result.Outcome} has no answer."),
        };
    }

    /// <summary>An empty body is no reason; else <c>{"reason": "…"}</c>, at most 200 characters.</summary>
    private static async Task<(string? Reason, ProblemResult? Problem)> ReasonAsync(HttpContext context)
    {
        var body = await BoundedBody.ReadAsync(context.Request, MaxReasonBody, context.RequestAborted);
        if (body is null)
        {
            return (null, KnownProblems.TooLarge($"The body is larger than {MaxReasonBody} bytes; it holds {{\"reason\": \"…\"}} at most."));
        }

        if (body.Length == 0)
        {
            return (null, null);
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            string? reason = null;
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return (null, KnownProblems.InvalidBody("The body must be a JSON object such as {\"reason\": \"…\"}, or empty."));
            }

            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.Name != "reason" || property.Value.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
                {
                    return (null, KnownProblems.InvalidBody($"Field '{property.Name}' cannot be used; the one field is 'reason', a string."));
                }

                reason = property.Value.GetString();
            }

            return reason is { Length: > 200 }
                ? (null, KnownProblems.InvalidBody($"reason has {reason.Length} characters; at most 200 are kept."))
                : (reason, null);
        }
        catch (JsonException exception)
        {
            return (null, KnownProblems.InvalidBody($"The body is not valid JSON (line {exception.LineNumber + 1})."));
        }
    }
}
