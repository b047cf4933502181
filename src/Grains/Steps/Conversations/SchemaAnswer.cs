using System.Collections.Immutable;
using System.Text.Json;
using Granary.Grains.Runs.Documents;
using Granary.Grains.Steps.Schemas;
using Granary.Grains.Values;

namespace Granary.Grains.Steps.Conversations;

/// <summary>A JSON value that fits a schema.</summary>
internal sealed class SchemaAnswer : IAnswerForm
{
    private readonly CompiledSchema _schema;
    private readonly JsonElement? _format;

    /// <param name="column">Names the schema to the provider.</param>
    /// <param name="schema">What the value must fit.</param>
    /// <param name="native">The provider is given the schema as its response format; false: it stands in the prompt.</param>
    /// <param name="instruction">What else stands at the end of the system message, or null.</param>
    public SchemaAnswer(string column, CompiledSchema schema, bool native, string? instruction = null)
    {
        _schema = schema;
        _format = native ? Format(column, schema) : null;
        var shown = native ? null : $"Answer with one JSON value that fits this JSON Schema, and with nothing else:\n{schema.Text}";
        Instruction = string.Join("\n\n", new[] { instruction, shown }.OfType<string>()) is { Length: > 0 } text ? text : null;
    }

    /// <inheritdoc/>
    public string? Instruction { get; }

    /// <summary>Reads <c>mode</c>: <c>native</c>, or <c>prompt</c>, which every provider understands.</summary>
    public static bool IsNative(FieldReader fields) => fields.Word("mode", "prompt", "native") == "native";

    /// <inheritdoc/>
    public ImmutableDictionary<string, JsonElement> Extend(ImmutableDictionary<string, JsonElement> parameters) =>
        _format is { } format ? parameters.SetItem("response_format", format) : parameters;

    /// <inheritdoc/>
    public JsonElement? Read(string answer, out IReadOnlyList<string> problems)
    {
        if (AnswerJson.Find(answer) is not { } value)
        {
            problems = ["the whole value: the answer holds no JSON value"];
            return null;
        }

        problems = [.. _schema.Check(value).Select(p => $"{(p.Pointer.Length == 0 ? "the whole value" : p.Pointer)}: {p.Message}")];
        return problems.Count == 0 ? value : null;
    }

    /// <inheritdoc/>
    public string Correction(IReadOnlyList<string> problems) =>
        "Your answer does not fit the JSON Schema:\n"
        + string.Join('\n', problems.Select(p => $"- {p}"))
        + "\nAnswer again with the corrected JSON value, and with nothing else.";

    private static JsonElement Format(string column, CompiledSchema schema) => DataJson.Build(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("type", "json_schema");
        writer.WriteStartObject("json_schema");
        writer.WriteString("name", column);
        writer.WritePropertyName("schema");
        schema.Source.WriteTo(writer);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });
}
