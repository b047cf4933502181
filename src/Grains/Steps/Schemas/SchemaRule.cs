using System.Text.Json;

namespace Granary.Grains.Steps.Schemas;

/// <summary>One or more keywords of a schema that belong together. Immutable and thread-safe.</summary>
internal abstract class SchemaRule
{
    /// <summary>Adds what is wrong with the value.</summary>
    public abstract void Check(JsonElement value, string pointer, SchemaCheck check);
}
