using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Granary.Grains.Runs.Groups;
using Granary.Grains.Steps;

namespace Granary.Grains.Runs.Output;

/// <summary>
/// Rows as the result spells them, UTF-8, one line each. JSONL: an object with the written columns in order. CSV: RFC 4180, nested values as
/// JSON, null empty; parts carry no header, so that the result is their concatenation.
/// </summary>
internal static class RowText
{
    private static readonly JsonWriterOptions _json = new() { SkipValidation = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly SearchValues<byte> _quoted = SearchValues.Create(",\"\r\n"u8);

    public static void WriteJson(RowCells row, RowLayout layout, IBufferWriter<byte> to)
    {
        using (var writer = new Utf8JsonWriter(to, _json))
        {
            writer.WriteStartObject();
            foreach (var (name, slot) in layout.Written)
            {
                writer.WritePropertyName(name);
                WriteValue(writer, row[slot]);
            }

            writer.WriteEndObject();
        }

        to.Write("\n"u8);
    }

    public static void WriteCsv(RowCells row, RowLayout layout, IBufferWriter<byte> to)
    {
        for (var i = 0; i < layout.Written.Length; i++)
        {
            if (i > 0)
            {
                to.Write(","u8);
            }

            Field(row[layout.Written[i].Slot], to);
        }

        to.Write("\r\n"u8);
    }

    /// <summary>A row of a result that is made of the parts.</summary>
    public static void Write(IRowValues row, IReadOnlyList<string> columns, bool csv, IBufferWriter<byte> to)
    {
        if (csv)
        {
            for (var i = 0; i < columns.Count; i++)
            {
                to.Write(i > 0 ? ","u8 : ""u8);
                Field(row[columns[i]], to);
            }

            to.Write("\r\n"u8);
            return;
        }

        using (var writer = new Utf8JsonWriter(to, _json))
        {
            writer.WriteStartObject();
            foreach (var column in columns)
            {
                writer.WritePropertyName(column);
                WriteValue(writer, row[column]);
            }

            writer.WriteEndObject();
        }

        to.Write("\n"u8);
    }

    /// <summary>The header line of a CSV result.</summary>
    public static byte[] CsvHeader(IEnumerable<string> columns)
    {
        var to = new ArrayBufferWriter<byte>();
        var first = true;
        foreach (var column in columns)
        {
            to.Write(first ? ""u8 : ","u8);
            first = false;
            Quote(Encoding.UTF8.GetBytes(column), to);
        }

        to.Write("\r\n"u8);
        return to.WrittenSpan.ToArray();
    }

    /// <summary>A value, null where nothing was made.</summary>
    public static void WriteValue(Utf8JsonWriter writer, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            writer.WriteNullValue();
        }
        else
        {
            value.WriteTo(writer);
        }
    }

    private static void Field(JsonElement value, IBufferWriter<byte> to)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Undefined or JsonValueKind.Null:
                break;
            case JsonValueKind.String:
                Quote(Encoding.UTF8.GetBytes(value.GetString()!), to);
                break;
            default:
                Quote(JsonMarshal.GetRawUtf8Value(value), to);
                break;
        }
    }

    private static void Quote(ReadOnlySpan<byte> text, IBufferWriter<byte> to)
    {
        if (!text.ContainsAny(_quoted))
        {
            to.Write(text);
            return;
        }

        to.Write("\""u8);
        while (text.IndexOf((byte)'"') is var at and >= 0)
        {
            to.Write(text[..(at + 1)]);
            to.Write("\""u8);
            text = text[(at + 1)..];
        }

        to.Write(text);
        to.Write("\""u8);
    }
}
