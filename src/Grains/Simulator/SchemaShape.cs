using System.Text.Json;

namespace Granary.Grains.Simulator;

/// <summary>Reads the shape of one JSON Schema: references, type, properties with those of its `allOf` parts.</summary>
internal static class SchemaShape
{
    /// <summary>Follows `$ref` inside the document; a reference that leads nowhere is an empty schema.</summary>
    public static JsonElement Resolve(JsonElement root, JsonElement schema)
    {
        for (var hops = 0; hops < 16; hops++)
        {
            if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("$ref", out var reference) || reference.ValueKind != JsonValueKind.String)
            {
                return schema;
            }

            schema = Follow(root, reference.GetString()!);
        }

        return default;
    }

    public static string TypeOf(JsonElement schema, SimulatorChance chance)
    {
        if (schema.TryGetProperty("type", out var type))
        {
            if (type.ValueKind == JsonValueKind.String)
            {
                return type.GetString()!;
            }

            if (type.ValueKind == JsonValueKind.Array)
            {
                // A value says more than null: null only where nothing else is allowed.
                var names = type.EnumerateArray().Where(t => t.ValueKind == JsonValueKind.String).Select(t => t.GetString()!).ToArray();
                var wanted = names.Where(t => t != "null").ToArray();
                return wanted.Length > 0 ? chance.Pick<string>(wanted) : "null";
            }
        }

        foreach (var (keyword, implied) in (ReadOnlySpan<(string, string)>)
            [("properties", "object"), ("required", "object"), ("allOf", "object"), ("items", "array"), ("minItems", "array"), ("minimum", "number"), ("maximum", "number")])
        {
            if (schema.TryGetProperty(keyword, out _))
            {
                return implied;
            }
        }

        return "string";
    }

    /// <summary>All properties, in the order written, then required ones that nobody described.</summary>
    public static IEnumerable<(string Name, JsonElement Schema)> Properties(JsonElement root, JsonElement schema)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var part in Parts(root, schema))
        {
            if (part.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object)
            {
                foreach (var property in properties.EnumerateObject())
                {
                    if (seen.Add(property.Name))
                    {
                        yield return (property.Name, property.Value);
                    }
                }
            }
        }

        foreach (var name in Parts(root, schema).SelectMany(Required))
        {
            if (seen.Add(name))
            {
                yield return (name, default);
            }
        }
    }

    public static bool IsRequired(JsonElement root, JsonElement schema, string name) => Parts(root, schema).SelectMany(Required).Contains(name, StringComparer.Ordinal);

    public static int? Whole(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= 0 ? number : null;

    private static IEnumerable<JsonElement> Parts(JsonElement root, JsonElement schema)
    {
        yield return schema;
        if (schema.TryGetProperty("allOf", out var parts) && parts.ValueKind == JsonValueKind.Array)
        {
            foreach (var part in parts.EnumerateArray())
            {
                var resolved = Resolve(root, part);
                if (resolved.ValueKind == JsonValueKind.Object)
                {
                    yield return resolved;
                }
            }
        }
    }

    private static IEnumerable<string> Required(JsonElement schema) =>
        schema.TryGetProperty("required", out var names) && names.ValueKind == JsonValueKind.Array
            ? names.EnumerateArray().Where(n => n.ValueKind == JsonValueKind.String).Select(n => n.GetString()!)
            : [];

    private static JsonElement Follow(JsonElement root, string reference)
    {
        if (!reference.StartsWith('#'))
        {
            return default;
        }

        var at = root;
        foreach (var step in reference[1..].Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = Uri.UnescapeDataString(step).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
            {
                return default;
            }
        }

        return at;
    }
}
