using System.Text.Json;

using Granary.Grains.Runs.Cells;

namespace Granary.Simulation.Runs;

/// <summary>
/// What really happened, kept outside of the silos: which calls came, and which cells are in a log for good. What must never happen is written
/// down when it does. Used on the simulation's one thread.
/// </summary>
internal sealed class RunBook
{
    private readonly Dictionary<string, string> _durable = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _calls = new(StringComparer.Ordinal);

    /// <summary>What must never happen and did, as sentences.</summary>
    public List<string> Violations { get; } = [];

    /// <summary>Calls that reached a provider.</summary>
    public int Calls { get; private set; }

    /// <summary>Calls paid for according to the logs.</summary>
    public long LoggedCalls { get; private set; }

    /// <summary>Cells that are in a log for good, by <c>column:row</c>.</summary>
    public IReadOnlyDictionary<string, string> Durable => _durable;

    /// <summary>Most calls that one cell took.</summary>
    public int MostCalls => _calls.Count == 0 ? 0 : _calls.Values.Max();

    /// <summary>A call arrives; its number.</summary>
    public int Called(string cell, string upstream)
    {
        _calls[cell] = _calls.GetValueOrDefault(cell) + 1;
        if (_durable.ContainsKey(cell))
        {
            Violate($"{cell} was called after it was finished");
        }
        else if (_used.Contains(cell))
        {
            Violate($"{cell} was called after another cell was made from it");
        }

        if (upstream.Length > 0)
        {
            var from = CellOf(upstream);
            _used.Add(from);
            if (_durable.GetValueOrDefault(from) != upstream)
            {
                Violate($"{cell} was made from {upstream} before that was in a log");
            }
        }

        return ++Calls;
    }

    /// <summary>A record is on the disk.</summary>
    public void Persisted(ReadOnlySpan<byte> record)
    {
        var entry = CellLogCodec.Read(record);
        LoggedCalls += entry.Cost.Calls;
        if (entry is not CellMade made || TextOf(made.Value) is not { } text || text.Length == 0)
        {
            return;
        }

        if (!_durable.TryAdd(CellOf(text), text))
        {
            Violate($"{CellOf(text)} was logged twice");
        }
    }

    /// <summary>The text of a cell, whatever its kind.</summary>
    public static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Object => value.GetProperty("v").GetString(),
        _ => null,
    };

    public void Violate(string what) => Violations.Add(what);

    private static string CellOf(string text) => text[..text.IndexOf('#', StringComparison.Ordinal)];
}
