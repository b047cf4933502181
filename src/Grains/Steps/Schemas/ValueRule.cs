using System.Text.Json;
using Granary.Grains.Values;

namespace Granary.Grains.Steps.Schemas;

/// <summary><c>type</c>, <c>enum</c>, <c>const</c>.</summary>
internal sealed class ValueRule(IReadOnlyList<string>? types, IReadOnlyList<JsonElement>? values) : SchemaRule
{
    /// <summary>The types of JSON Schema.</summary>
    public static readonly string[] Types = ["array", "boolean", "integer", "null", "number", "object", "string"];

    /// <inheritdoc/>
    public override void Check(JsonElement value, string pointer, SchemaCheck check)
    {
        if (types is not null && !types.Any(type => IsOf(value, type)))
        {
            check.Add(pointer, $"expected {string.Join(" or ", types)}, found {TypeOf(value)}");
        }
        else if (values is not null && !values.Any(allowed => DataComparison.AreEqual(DataValue.From(allowed), DataValue.From(value))))
        {
            check.Add(pointer, $"expected {(values.Count == 1 ? string.Empty : "one of ")}{string.Join(", ", values.Take(20).Select(DataJson.Text))}");
        }
    }

    private static bool IsOf(JsonElement value, string type) => type switch
    {
        "array" => value.ValueKind == JsonValueKind.Array,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && (value.TryGetInt64(out _) || Math.Floor(value.GetDouble()) == value.GetDouble()),
        "null" => value.ValueKind == JsonValueKind.Null,
        "number" => value.ValueKind == JsonValueKind.Number,
        "object" => value.ValueKind == JsonValueKind.Object,
        _ => value.ValueKind == JsonValueKind.String,
    };

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => "array",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Number => value.TryGetInt64(out _) ? "integer" : "number",
        JsonValueKind.Object => "object",
        JsonValueKind.String => "string",
        _ => "null",
    };
}
