using System.Text.Json;
using System.Text.Json.Nodes;

namespace Granary.Grains.Simulator;

/// <summary>
/// Makes a JSON value that satisfies a JSON Schema: type, enum, const, properties and required, items with minItems, maxItems and uniqueItems,
/// minimum, maximum, multipleOf, minLength, maxLength, format, anyOf, oneOf, allOf and references inside the schema. `pattern`, `not` and
/// conditionals are not followed.
/// </summary>
internal sealed class SchemaAnswer(JsonElement root, SimulatorChance chance)
{
    private const int MostDepth = 24;

    public JsonNode? Make() => Make(root, 0);

    private JsonNode? Make(JsonElement schema, int depth)
    {
        schema = SchemaShape.Resolve(root, schema);
        if (schema.ValueKind != JsonValueKind.Object || depth > MostDepth)
        {
            return depth > MostDepth ? null : JsonValue.Create(ProseWriter.Phrase(chance, 40));
        }

        if (schema.TryGetProperty("const", out var constant))
        {
            return Node(constant);
        }

        if (schema.TryGetProperty("enum", out var values) && values.ValueKind == JsonValueKind.Array && values.GetArrayLength() > 0)
        {
            return Node(values[chance.Next(values.GetArrayLength())]);
        }

        foreach (var name in (ReadOnlySpan<string>)["anyOf", "oneOf"])
        {
            if (schema.TryGetProperty(name, out var choices) && choices.ValueKind == JsonValueKind.Array && choices.GetArrayLength() > 0)
            {
                return Make(choices[chance.Next(choices.GetArrayLength())], depth + 1);
            }
        }

        return SchemaShape.TypeOf(schema, chance) switch
        {
            "object" => Object(schema, depth),
            "array" => Array(schema, depth),
            "integer" => JsonValue.Create((long)SchemaNumber.Make(schema, chance, whole: true)),
            "number" => JsonValue.Create(SchemaNumber.Make(schema, chance, whole: false)),
            "boolean" => JsonValue.Create(chance.Next(2) == 1),
            "null" => null,
            _ => JsonValue.Create(SchemaText.Make(schema, chance)),
        };
    }

    private JsonObject Object(JsonElement schema, int depth)
    {
        var made = new JsonObject();
        foreach (var (name, property) in SchemaShape.Properties(root, schema))
        {
            // Deep down only what is required, so that a schema that holds itself comes to an end.
            if (depth < 4 || SchemaShape.IsRequired(root, schema, name))
            {
                made[name] = Make(property, depth + 1);
            }
        }

        return made;
    }

    private JsonArray Array(JsonElement schema, int depth)
    {
        var least = SchemaShape.Whole(schema, "minItems") ?? 0;
        var most = SchemaShape.Whole(schema, "maxItems") ?? Math.Max(least, 3);
        var count = least + chance.Next(Math.Max(0, Math.Min(most, least + 3) - least) + 1);
        count = Math.Min(count == 0 && most > 0 && depth < 4 ? 1 : count, 1_000);
        var items = schema.TryGetProperty("items", out var item) ? item : default;
        var unique = schema.TryGetProperty("uniqueItems", out var flag) && flag.ValueKind == JsonValueKind.True;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var made = new JsonArray();
        for (var tries = 0; made.Count < count && tries < count * 20; tries++)
        {
            var next = Make(items, depth + 1);
            if (!unique || seen.Add(next?.ToJsonString() ?? "null"))
            {
                made.Add(next);
            }
        }

        return made;
    }

    private static JsonNode? Node(JsonElement value) => JsonSerializer.SerializeToNode(value);
}
