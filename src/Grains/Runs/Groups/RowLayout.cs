using System.Collections.Frozen;
using System.Collections.Immutable;
using Granary.Grains.Runs.Documents;

namespace Granary.Grains.Runs.Groups;

/// <summary>Where each value of a row stands: columns first, then side columns. One per run, immutable.</summary>
internal sealed class RowLayout
{
    private readonly FrozenDictionary<string, int> _slots;

    public RowLayout(CompiledRun run)
    {
        Columns = run.Columns.Length;
        var slots = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var column in run.Columns)
        {
            slots[column.Name] = column.Index;
        }

        foreach (var side in run.Columns.SelectMany(static c => c.SideColumns))
        {
            slots[side] = slots.Count;
        }

        _slots = slots.ToFrozenDictionary(StringComparer.Ordinal);
        Written = [.. run.Columns.Where(static c => !c.Drop).SelectMany(static c => c.SideColumns.Prepend(c.Name))
            .Where(name => !run.Processors.Dropped.Contains(name)).Select(name => (name, _slots[name]))];
    }

    /// <summary>Columns without side columns.</summary>
    public int Columns { get; }

    /// <summary>All values of a row.</summary>
    public int Slots => _slots.Count;

    /// <summary>Name and place of what goes into the result, in order.</summary>
    public ImmutableArray<(string Name, int Slot)> Written { get; }

    /// <summary>Place of a column or side column, or -1.</summary>
    public int Find(string name) => _slots.GetValueOrDefault(name, -1);
}
