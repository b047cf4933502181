using System.Text.Json;
using Granary.Grains.Steps;

namespace Granary.Grains.Runs.Groups;

/// <summary>
/// The values of one row. Its group alone writes; a step on another thread reads only what was made before it became ready, and each value is
/// written once, so no reader sees a half-written one.
/// </summary>
internal sealed class RowCells(RowLayout layout) : IRowValues
{
    private readonly JsonElement[] _values = new JsonElement[layout.Slots];

    public JsonElement this[string column] => layout.Find(column) is var slot and >= 0 ? _values[slot] : default;

    public JsonElement this[int slot] => _values[slot];

    public void Set(int column, JsonElement value, IReadOnlyDictionary<string, JsonElement> side)
    {
        _values[column] = value;
        foreach (var (name, extra) in side)
        {
            if (layout.Find(name) is var slot and >= 0)
            {
                _values[slot] = extra;
            }
        }
    }
}
