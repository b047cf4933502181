using System.Buffers;
using System.Text.Json;
using Granary.Abstractions.Runs;
using Granary.Grains.Runs.Cells;
using Granary.Grains.Runs.Documents;
using Granary.Grains.Runs.Groups;

namespace Granary.Grains.Runs.Output;

/// <summary>Dropped rows as their file spells them: one JSON object a line, with where, why, after how many attempts, and what the row had.</summary>
internal static class DroppedText
{
    public static void Write(RowDropped dropped, RowCells? values, CompiledRun run, RowLayout layout, RowGroupAssignment group, IBufferWriter<byte> to)
    {
        using (var writer = new Utf8JsonWriter(to))
        {
            writer.WriteStartObject();
            writer.WriteNumber("row"u8, group.FirstRow + dropped.Row);
            writer.WriteNumber("group"u8, group.Group);
            writer.WriteString("column"u8, dropped.Column < 0 ? null : run.Columns[dropped.Column].Name);
            writer.WriteString("reason"u8, dropped.Reason);
            writer.WriteString("kind"u8, dropped.Kind.Length == 0 ? null : dropped.Kind);
            writer.WriteString("message"u8, dropped.Message);
            writer.WriteNumber("attempts"u8, dropped.Attempts);
            writer.WriteString("time"u8, dropped.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture));
            if (run.Output.KeepDropped)
            {
                WriteValues(writer, values, layout);
            }

            writer.WriteEndObject();
        }

        to.Write("\n"u8);
    }

    private static void WriteValues(Utf8JsonWriter writer, RowCells? values, RowLayout layout)
    {
        writer.WriteStartObject("values"u8);
        foreach (var (name, slot) in layout.Written)
        {
            if (values?[slot] is { ValueKind: not JsonValueKind.Undefined } value)
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }
}
