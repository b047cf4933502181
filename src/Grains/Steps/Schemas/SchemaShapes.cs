using System.Text.Json;
using Granary.Grains.Values;

namespace Granary.Grains.Steps.Schemas;

/// <summary>What a schema says about the shape of the values that fit it. Where it leaves a choice, nothing is known.</summary>
internal static class SchemaShapes
{
    private const int MostDepth = 8;

    /// <summary>The shape of values that fit.</summary>
    public static DataShape Of(JsonElement schema) => Of(schema, schema, MostDepth);

    private static DataShape Of(JsonElement schema, JsonElement root, int depth)
    {
        if (depth == 0 || schema.ValueKind != JsonValueKind.Object)
        {
            return DataShape.Unknown;
        }

        if (schema.TryGetProperty("$ref", out var reference))
        {
            return reference.ValueKind == JsonValueKind.String && reference.GetString() is ['#', .. var pointer]
                && SchemaPointer.Find(root, Uri.UnescapeDataString(pointer)) is { } target
                    ? Of(target, root, depth - 1)
                    : DataShape.Unknown;
        }

        return TypeOf(schema) switch
        {
            "string" => DataShape.Text with { IsInstant = schema.TryGetProperty("format", out var format) && format.ValueEquals("date-time") },
            "integer" => DataShape.Int,
            "number" => DataShape.Float,
            "boolean" => DataShape.Bool,
            "array" => DataShape.ListOf(schema.TryGetProperty("items", out var items) ? Of(items, root, depth - 1) : DataShape.Unknown),
            "object" => Object(schema, root, depth),
            _ => DataShape.Unknown,
        };
    }

    private static DataShape Object(JsonElement schema, JsonElement root, int depth)
    {
        var open = schema.TryGetProperty("patternProperties", out _) || schema.TryGetProperty("allOf", out _) || schema.TryGetProperty("anyOf", out _)
            || schema.TryGetProperty("oneOf", out _) || schema.TryGetProperty("if", out _)
            || (schema.TryGetProperty("additionalProperties", out var others) && others.ValueKind != JsonValueKind.False);

        // Without a word about other members they are allowed, but a reference to one that is not listed is a slip of the pen.
        return !open && schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object
            ? DataShape.ObjectOf(properties.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, Of(p.Value, root, depth - 1))).DistinctBy(p => p.Key, StringComparer.Ordinal))
            : DataShape.Unknown;
    }

    private static string? TypeOf(JsonElement schema)
    {
        if (schema.TryGetProperty("type", out var type))
        {
            if (type.ValueKind == JsonValueKind.Array)
            {
                var words = type.EnumerateArray().Select(t => t.ToString()).Where(t => t != "null").ToArray();
                return words.Length == 1 ? words[0] : null;
            }

            return type.ToString();
        }

        if (schema.TryGetProperty("enum", out var values) && values.ValueKind == JsonValueKind.Array)
        {
            return values.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String) ? "string" : null;
        }

        return schema.TryGetProperty("properties", out _) ? "object" : null;
    }
}
