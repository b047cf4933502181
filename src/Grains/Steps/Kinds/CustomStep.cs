using System.Collections.Immutable;
using System.Text.Json;
using Granary.Abstractions.Executors;
using Granary.Grains.Steps.Handlers;
using Granary.Grains.Values;

namespace Granary.Grains.Steps.Kinds;

/// <summary>Calls a handler with the row's inputs. Immutable and thread-safe.</summary>
internal sealed class CustomStep(
    IHandlerCalls calls,
    HandlerPlan plan,
    ImmutableArray<KeyValuePair<string, string>> inputs,
    ImmutableArray<KeyValuePair<string, JsonElement>> parameters) : IColumnStep
{
    /// <inheritdoc/>
    public async ValueTask<StepOutcome> RunAsync(StepInput input, StepContext context, CancellationToken cancellationToken)
    {
        var argument = DataJson.Build(writer =>
        {
            writer.WriteStartObject();
            foreach (var (name, column) in inputs)
            {
                writer.WritePropertyName(name);
                var value = input.Values[column];
                (value.ValueKind == JsonValueKind.Undefined ? DataJson.Null : value).WriteTo(writer);
            }

            foreach (var (name, value) in parameters)
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        });
        var (made, failure) = await HandlerInvocation.CallAsync(calls, plan, argument, context, cancellationToken);
        return failure is null ? StepOutcome.Of(made) : StepOutcome.Failed(failure);
    }
}
