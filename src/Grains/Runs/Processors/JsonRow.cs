using System.Text.Json;
using Granary.Grains.Steps;

namespace Granary.Grains.Runs.Processors;

/// <summary>A row that was read back: a JSON object.</summary>
internal sealed class JsonRow(JsonElement row) : IRowValues
{
    public JsonElement this[string column] => row.TryGetProperty(column, out var value) ? value : default;
}
