using System.Text.Json;
using Granary.Abstractions.Executors;

namespace Granary.Grains.Steps.Handlers;

/// <summary>Calls a handler on behalf of a cell.</summary>
internal static class HandlerInvocation
{
    /// <summary>The value the handler returned, or why there is none.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async Task<(JsonElement Value, StepFailure? Failure)> CallAsync(
        IHandlerCalls calls, HandlerPlan plan, JsonElement argument, StepContext context, CancellationToken cancellationToken)
    {
        var outcome = await calls.CallAsync(
            new HandlerCall(plan.Pool, plan.Handler, TaskPayload.Json(JsonSerializer.SerializeToUtf8Bytes(argument)), context.Caller.Tenant)
            {
                Band = context.Caller.Band,
                TimeLeft = context.Caller.Deadline,
            },
            cancellationToken);
        if (!outcome.IsCompleted)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return (default, HandlerFailures.Of(outcome.Failure));
        }

        if (!outcome.Result.IsJson)
        {
            return (JsonSerializer.SerializeToElement(Convert.ToBase64String(outcome.Result.Data.Span)), null);
        }

        try
        {
            return (JsonElement.Parse(outcome.Result.Data.Span), null);
        }
        catch (JsonException)
        {
            return (default, StepFailure.Permanent(TaskFailureCodes.ResultNotSerializable, $"handler {plan.Handler} of pool {plan.Pool} returned no JSON"));
        }
    }
}
