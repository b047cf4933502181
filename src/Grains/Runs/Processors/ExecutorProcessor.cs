using System.Collections.Immutable;
using System.Text.Json;
using Granary.Abstractions.Executors;
using Granary.Grains.Steps;
using Granary.Grains.Steps.Handlers;
using Granary.Grains.Values;

namespace Granary.Grains.Runs.Processors;

/// <summary>
/// <c>executor</c>: a handler of a pool gets <c>{"rows": [{"__row": 0, column: value, …}, …]}</c> with the params beside it, and answers with a list of rows
/// (<see cref="ReturnedRows"/>).
/// </summary>
internal sealed class ExecutorProcessor(
    string place,
    IHandlerCalls calls,
    HandlerPlan plan,
    ImmutableArray<KeyValuePair<string, JsonElement>> parameters,
    ImmutableArray<ProcessorColumn> columns,
    ProcessorStage stage) : RowProcessor(place)
{
    /// <summary>The name of the rows among the arguments; no parameter may have it.</summary>
    public const string Rows = "rows";

    public override bool Asks => true;

    public override async ValueTask<StepFailure?> RunAsync(IReadOnlyList<ProcessorRow> rows, StepContext context, CancellationToken cancellationToken)
    {
        ProcessorRow[] live = [.. rows.Where(static row => !row.IsDropped)];
        if (live.Length == 0)
        {
            return null;
        }

        var (answer, failure) = await HandlerInvocation.CallAsync(calls, plan, Argument(live), context, cancellationToken);
        if (failure is not null)
        {
            return At(failure);
        }

        return new ReturnedRows(columns, mayDrop: stage != ProcessorStage.PostBatch).Take(answer, live) is { } mistake
            ? At(mistake with { Message = $"handler {plan.Handler} of pool {plan.Pool} {mistake.Message}" })
            : null;
    }

    private JsonElement Argument(ProcessorRow[] rows) => DataJson.Build(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray(Rows);
        foreach (var row in rows)
        {
            writer.WriteStartObject();
            writer.WriteNumber(ReturnedRows.Index, row.Index);
            foreach (var column in columns)
            {
                writer.WritePropertyName(column.Name);
                var value = row[column.Name];
                (value.ValueKind == JsonValueKind.Undefined ? DataJson.Null : value).WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        foreach (var (name, value) in parameters)
        {
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }

        writer.WriteEndObject();
    });
}
