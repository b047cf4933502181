using System.Text.Json;
using Granary.Grains.Values;

namespace Granary.Grains.Steps.Schemas;

/// <summary>A JSON Schema in executable form. Immutable and thread-safe; checks are pure and bounded.</summary>
internal sealed class CompiledSchema(JsonElement source, SchemaNode root)
{
    /// <summary>As it was written.</summary>
    public JsonElement Source { get; } = source;

    /// <summary>As it was written, compact, for prompts.</summary>
    public string Text { get; } = DataJson.Text(source);

    /// <summary>What is known of a value that fits.</summary>
    public DataShape Shape { get; } = SchemaShapes.Of(source);

    /// <summary>What is wrong with a value, at most <see cref="SchemaLimits.Problems"/>; empty when it fits.</summary>
    public IReadOnlyList<SchemaProblem> Check(JsonElement value)
    {
        var check = new SchemaCheck();
        root.Check(value, string.Empty, check);
        return check.Problems;
    }
}
