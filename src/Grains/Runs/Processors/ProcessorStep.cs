using System.Collections.Immutable;
using System.Text.Json;
using Granary.Grains.Steps;
using Granary.Grains.Values;

namespace Granary.Grains.Runs.Processors;

/// <summary>
/// The processors of one stage over the rows of a row group, one after the other. The value is a list with one entry per row: an object of what changed, or
/// null for a row that is left out. Immutable and thread-safe.
/// </summary>
internal sealed class ProcessorStep(ImmutableArray<RowProcessor> processors) : IColumnStep
{
    /// <inheritdoc/>
    public async ValueTask<StepOutcome> RunAsync(StepInput input, StepContext context, CancellationToken cancellationToken)
    {
        ProcessorRow[] rows = [.. input.Batch.Select(static row => new ProcessorRow(row.Row, row.Values))];
        foreach (var processor in processors)
        {
            if (await processor.RunAsync(rows, context, cancellationToken) is { } failure)
            {
                return StepOutcome.Failed(failure);
            }
        }

        return StepOutcome.Of(DataJson.Build(writer =>
        {
            writer.WriteStartArray();
            foreach (var row in rows)
            {
                Write(writer, row);
            }

            writer.WriteEndArray();
        }));
    }

    private static void Write(Utf8JsonWriter writer, ProcessorRow row)
    {
        if (row.IsDropped)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        foreach (var (column, value) in row.Changes)
        {
            writer.WritePropertyName(column);
            value.WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}
