using System.Text.Json;
using Granary.Grains.Steps;

namespace Granary.Grains.Runs.Processors;

/// <summary>A row on its way through processors: what it had, and over it what they changed. Not thread-safe.</summary>
/// <param name="index">Row index in the run; for <c>after</c>, place in the result.</param>
/// <param name="before">What it had.</param>
internal sealed class ProcessorRow(long index, IRowValues before) : IRowValues
{
    private readonly Dictionary<string, JsonElement> _changes = new(StringComparer.Ordinal);

    public long Index { get; } = index;

    /// <summary>A processor left it out.</summary>
    public bool IsDropped { get; set; }

    /// <summary>Values that are other ones than before, by column.</summary>
    public IReadOnlyDictionary<string, JsonElement> Changes => _changes;

    public JsonElement this[string column] => _changes.TryGetValue(column, out var changed) ? changed : before[column];

    /// <summary>Puts a value in place of another; one that is equal changes nothing.</summary>
    public void Set(string column, JsonElement value)
    {
        var now = this[column];
        if (now.ValueKind == JsonValueKind.Undefined ? value.ValueKind != JsonValueKind.Null : !JsonElement.DeepEquals(now, value))
        {
            _changes[column] = value;
        }
    }
}
