using System.Text.Json;
using System.Text.RegularExpressions;
using Granary.Grains.Values;

namespace Granary.Grains.Steps.Schemas;

/// <summary>Reads the keywords of one schema and reports what cannot be their value.</summary>
internal sealed class SchemaFields(JsonElement schema, string pointer, Action<string, string> report)
{
    /// <summary>Where the schema stands.</summary>
    public string Pointer { get; } = pointer;

    /// <summary>Keywords that are there.</summary>
    public IEnumerable<string> Names => schema.EnumerateObject().Select(m => m.Name);

    /// <summary>Whether one of them is there.</summary>
    public bool HasAny(params string[] names) => names.Any(name => schema.TryGetProperty(name, out _));

    /// <summary>A keyword as it is, or null.</summary>
    public JsonElement? Find(string name) => schema.TryGetProperty(name, out var found) ? found : null;

    /// <summary>A finite number.</summary>
    public double? Number(string name, bool positive = false)
    {
        if (Find(name) is not { } found)
        {
            return null;
        }

        if (found.ValueKind == JsonValueKind.Number && double.IsFinite(found.GetDouble()) && (!positive || found.GetDouble() > 0))
        {
            return found.GetDouble();
        }

        Bad(name, positive ? "a number above 0 is expected" : "a number is expected");
        return null;
    }

    /// <summary>A whole number from 0.</summary>
    public long? Count(string name)
    {
        var found = Number(name);
        if (found is null or (>= 0 and <= int.MaxValue) && Math.Floor(found ?? 0) == (found ?? 0))
        {
            return (long?)found;
        }

        Bad(name, "a whole number from 0 is expected");
        return null;
    }

    /// <summary>True or false; false when it is not there.</summary>
    public bool Flag(string name)
    {
        var found = Find(name);
        if (found is not null && found.Value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            Bad(name, "true or false is expected");
        }

        return found?.ValueKind == JsonValueKind.True;
    }

    /// <summary>One word or a list of words out of a few.</summary>
    public IReadOnlyList<string>? Words(string name, string[] valid)
    {
        if (Find(name) is not { } found)
        {
            return null;
        }

        var words = found.ValueKind == JsonValueKind.Array ? [.. found.EnumerateArray()] : (JsonElement[])[found];
        if (words.Length > 0 && Array.TrueForAll(words, w => w.ValueKind == JsonValueKind.String && valid.Contains(w.GetString(), StringComparer.Ordinal)))
        {
            return [.. words.Select(w => w.GetString()!)];
        }

        var wrong = words.FirstOrDefault(w => w.ValueKind != JsonValueKind.String || !valid.Contains(w.GetString(), StringComparer.Ordinal));
        Bad(name, $"one of {string.Join(", ", valid)} is expected, found {(wrong.ValueKind == JsonValueKind.Undefined ? "none" : DataText.Truncate(wrong.GetRawText(), 60))}");
        return null;
    }

    /// <summary>One word out of a few.</summary>
    public string? Word(string name, string[] valid) => Find(name)?.ValueKind == JsonValueKind.Array ? Fail(name) : Words(name, valid)?[0];

    /// <summary>A list of texts; empty when it is not there.</summary>
    public IReadOnlyList<string> Texts(string name) => Find(name) is { } found ? TextsOf(found, name) : [];

    /// <summary><c>enum</c> and <c>const</c>.</summary>
    public IReadOnlyList<JsonElement>? Values()
    {
        if (Find("const") is { } constant)
        {
            return [constant];
        }

        if (Find("enum") is not { } list)
        {
            return null;
        }

        if (list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0)
        {
            return [.. list.EnumerateArray()];
        }

        Bad("enum", "a list of values is expected");
        return null;
    }

    /// <summary>A regular expression.</summary>
    public Regex? Pattern(string name)
    {
        if (Find(name) is not { } found)
        {
            return null;
        }

        if (found.ValueKind != JsonValueKind.String)
        {
            Bad(name, "a regular expression is expected");
            return null;
        }

        var pattern = SchemaPattern.TryCompile(found.GetString()!, out var problem);
        if (pattern is null)
        {
            Bad(name, $"no regular expression: {problem}");
        }

        return pattern;
    }

    /// <summary><c>dependentRequired</c>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Dependent()
    {
        const string Name = "dependentRequired";
        if (Find(Name) is { ValueKind: JsonValueKind.Object } map)
        {
            return map.EnumerateObject().ToDictionary(m => m.Name, m => TextsOf(m.Value, Name), StringComparer.Ordinal);
        }

        if (Find(Name) is not null)
        {
            Bad(Name, "an object of lists of names is expected");
        }

        return new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
    }

    private IReadOnlyList<string> TextsOf(JsonElement list, string name)
    {
        if (list.ValueKind == JsonValueKind.Array && list.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String))
        {
            return [.. list.EnumerateArray().Select(v => v.GetString()!)];
        }

        Bad(name, "a list of names is expected");
        return [];
    }

    private string? Fail(string name)
    {
        Bad(name, "one word is expected, found a list");
        return null;
    }

    private void Bad(string name, string message) => report($"{Pointer}/{name}", message);
}
