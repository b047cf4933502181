using System.Collections.Immutable;
using System.Text.Json;
using Granary.Abstractions.Executors;
using Granary.Grains.Steps.Handlers;

namespace Granary.Grains.Steps.Validation;

/// <summary><c>executor</c>: a handler of a pool looks at the value. It gets <c>{"value": …}</c> and the params beside it; its answer: <see cref="CheckAnswer"/>. Of several values it gets <c>{"values": […]}</c>.</summary>
internal sealed class HandlerValueCheck(IHandlerCalls calls, HandlerPlan plan, ImmutableArray<KeyValuePair<string, JsonElement>> parameters) : IValueCheck
{
    public string Name => "executor";

    public async ValueTask<CheckFindings> CheckAsync(JsonElement value, StepContext context, CancellationToken cancellationToken)
    {
        var argument = AskedValues.Argument(value, parameters);
        var (answer, failure) = await HandlerInvocation.CallAsync(calls, plan, argument, context, cancellationToken);
        if (failure is not null)
        {
            return new CheckFindings([], failure);
        }

        return CheckAnswer.Read(answer) is { } messages
            ? new CheckFindings(messages, null)
            : new CheckFindings([], StepFailure.Permanent(
                StepFailureKinds.TypeMismatch, $"handler {plan.Handler} of pool {plan.Pool} must answer true, false, null, text, or an object with `valid`; it answered {answer.ValueKind}"));
    }

    public ValueTask<ManyFindings> CheckAllAsync(IReadOnlyList<JsonElement> values, int batchSize, StepContext context, CancellationToken cancellationToken) =>
        AskedValues.AskAsync(values, batchSize, async part =>
        {
            var (answer, failure) = await HandlerInvocation.CallAsync(calls, plan, AskedValues.Argument(part, parameters), context, cancellationToken);
            return failure is null ? AskedValues.Read(answer, part.Count, $"handler {plan.Handler} of pool {plan.Pool}") : new ManyFindings([], failure);
        });
}
