using System.Text.Json;
using Granary.Grains.Steps;
using Granary.Grains.Values;

namespace Granary.Grains.Tests.Expressions;

/// <summary>A row written as one JSON object.</summary>
internal sealed class Scope(string json) : IValueScope, IRowValues
{
    private readonly JsonElement _row = JsonElement.Parse(json);

    public static Scope Empty { get; } = new("{}");

    public JsonElement this[string column] => _row.TryGetProperty(column, out var value) ? value : default;

    public DataValue Find(string name) => DataValue.From(this[name]);
}
