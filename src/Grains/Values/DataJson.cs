using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Granary.Grains.Values;

/// <summary>Values as JSON. Thread-safe.</summary>
internal static class DataJson
{
    /// <summary>JSON null.</summary>
    public static JsonElement Null { get; } = JsonElement.Parse("null");

    /// <summary>JSON true.</summary>
    public static JsonElement True { get; } = JsonElement.Parse("true");

    /// <summary>JSON false.</summary>
    public static JsonElement False { get; } = JsonElement.Parse("false");

    /// <summary>How JSON is written everywhere here: compact, letters of every script as they are.</summary>
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 128 };

    /// <summary>The value as JSON. Arithmetic refuses results that are not finite, so every number here has digits.</summary>
    public static JsonElement Element(DataValue value)
    {
        switch (value.Kind)
        {
            case DataKind.Null:
                return Null;
            case DataKind.Bool:
                return value.AsBool() ? True : False;
        }

        return value.TryBorrowed(out var borrowed) ? borrowed : Build(writer => Write(writer, value));
    }

    /// <summary>Text as a JSON string.</summary>
    public static JsonElement Element(string text) => Build(writer => writer.WriteStringValue(text));

    /// <summary>The value as compact JSON text.</summary>
    public static string Text(DataValue value) => Encoding.UTF8.GetString(Bytes(writer => Write(writer, value)).WrittenSpan);

    /// <summary>A JSON value as compact text, letters of every script as they are.</summary>
    public static string Text(JsonElement element) =>
        element.ValueKind == JsonValueKind.Undefined ? "null" : Encoding.UTF8.GetString(Bytes(element.WriteTo).WrittenSpan);

    /// <summary>Every text in it is whole: none holds half of a surrogate pair, which could be read but not written.</summary>
    public static bool IsSound(JsonElement element)
    {
        try
        {
            return element.ValueKind switch
            {
                JsonValueKind.String => element.GetString() is not null,
                JsonValueKind.Array => element.EnumerateArray().All(IsSound),
                JsonValueKind.Object => element.EnumerateObject().All(member => member.Name is not null && IsSound(member.Value)),
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Whatever is written, as a JSON value of its own.</summary>
    public static JsonElement Build(Action<Utf8JsonWriter> write)
    {
        var reader = new Utf8JsonReader(Bytes(write).WrittenSpan, new JsonReaderOptions { MaxDepth = 128 });
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>Writes the value.</summary>
    public static void Write(Utf8JsonWriter writer, DataValue value)
    {
        if (value.TryBorrowed(out var borrowed))
        {
            borrowed.WriteTo(writer);
            return;
        }

        switch (value.Kind)
        {
            case DataKind.Null:
                writer.WriteNullValue();
                break;
            case DataKind.Bool:
                writer.WriteBooleanValue(value.AsBool());
                break;
            case DataKind.Int:
                writer.WriteNumberValue(value.AsInt());
                break;
            case DataKind.Float:
                writer.WriteRawValue(value.Digits());
                break;
            case DataKind.String:
                writer.WriteStringValue(value.AsString());
                break;
            case DataKind.List:
                writer.WriteStartArray();
                foreach (var item in value.Items())
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                writer.WriteStartObject();
                foreach (var (name, member) in value.Members())
                {
                    writer.WritePropertyName(name);
                    Write(writer, member);
                }

                writer.WriteEndObject();
                break;
        }
    }

    private static ArrayBufferWriter<byte> Bytes(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(64);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            write(writer);
        }

        return buffer;
    }
}
