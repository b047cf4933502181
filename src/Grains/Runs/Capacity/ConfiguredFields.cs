using System.Text.Json;

namespace Granary.Grains.Runs.Capacity;

/// <summary>Which capacity fields a run document sets itself; the others are defaults.</summary>
internal sealed class ConfiguredFields
{
    private readonly JsonElement _document;

    /// <param name="document">The document in canonical form, JSON.</param>
    public ConfiguredFields(ReadOnlySpan<byte> document)
    {
        var reader = new Utf8JsonReader(document);
        _document = JsonElement.ParseValue(ref reader);
    }

    /// <summary><c>run_document</c> or <c>default</c>.</summary>
    public string SourceOf(params ReadOnlySpan<string> path)
    {
        var at = _document;
        foreach (var name in path)
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
            {
                return "default";
            }
        }

        return "run_document";
    }
}
