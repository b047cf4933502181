using System.Collections.Immutable;
using System.Text.Json;
using Granary.Abstractions.Executors;
using Granary.Grains.Steps.Handlers;
using Granary.Grains.Values;

namespace Granary.Grains.Steps.Kinds;

/// <summary>
/// Calls a handler with the row's inputs; with a batch, with a list per input, and gets a list back. Immutable and thread-safe.
/// </summary>
/// <param name="calls">The way to the handler.</param>
/// <param name="plan">Which handler.</param>
/// <param name="inputs">Column by name of the argument.</param>
/// <param name="parameters">What goes with every call.</param>
/// <param name="batchSize">Most rows of one call of a batch; the calls of a row group follow one another.</param>
internal sealed class CustomStep(
    IHandlerCalls calls,
    HandlerPlan plan,
    ImmutableArray<KeyValuePair<string, string>> inputs,
    ImmutableArray<KeyValuePair<string, JsonElement>> parameters,
    int batchSize = int.MaxValue) : IColumnStep
{
    /// <inheritdoc/>
    public async ValueTask<StepOutcome> RunAsync(StepInput input, StepContext context, CancellationToken cancellationToken)
    {
        if (!input.Batch.IsDefault)
        {
            return await RunBatchAsync(input.Batch, context, cancellationToken);
        }

        var argument = Argument((writer, column) => Write(writer, input, column));
        var (made, failure) = await HandlerInvocation.CallAsync(calls, plan, argument, context, cancellationToken);
        return failure is null ? StepOutcome.Of(made) : StepOutcome.Failed(failure);
    }

    private async Task<StepOutcome> RunBatchAsync(ImmutableArray<StepInput> rows, StepContext context, CancellationToken cancellationToken)
    {
        List<JsonElement> values = [];
        foreach (var part in rows.Chunk(Math.Min(batchSize, rows.Length)))
        {
            var argument = Argument((writer, column) =>
            {
                writer.WriteStartArray();
                foreach (var row in part)
                {
                    Write(writer, row, column);
                }

                writer.WriteEndArray();
            });
            var (made, failure) = await HandlerInvocation.CallAsync(calls, plan, argument, context, cancellationToken);
            if (failure is not null)
            {
                return StepOutcome.Failed(failure);
            }

            if (made.ValueKind != JsonValueKind.Array || made.GetArrayLength() != part.Length)
            {
                var found = made.ValueKind == JsonValueKind.Array ? $"{made.GetArrayLength()} values" : "no list";
                return StepOutcome.Failed(StepFailure.Permanent(
                    StepFailureKinds.BatchSizeMismatch, $"handler {plan.Handler} of pool {plan.Pool} returned {found} for {part.Length} rows"));
            }

            values.AddRange(made.EnumerateArray());
        }

        return StepOutcome.Of(DataJson.Build(writer =>
        {
            writer.WriteStartArray();
            values.ForEach(value => value.WriteTo(writer));
            writer.WriteEndArray();
        }));
    }

    private JsonElement Argument(Action<Utf8JsonWriter, string> write) => DataJson.Build(writer =>
    {
        writer.WriteStartObject();
        foreach (var (name, column) in inputs)
        {
            writer.WritePropertyName(name);
            write(writer, column);
        }

        foreach (var (name, value) in parameters)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }

        writer.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter writer, StepInput row, string column)
    {
        var value = row.Values[column];
        (value.ValueKind == JsonValueKind.Undefined ? DataJson.Null : value).WriteTo(writer);
    }
}
