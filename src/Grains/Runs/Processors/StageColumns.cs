using System.Collections.Immutable;

namespace Granary.Grains.Runs.Processors;

/// <summary>The columns that the entries of one stage find, while they are read. One thread.</summary>
/// <param name="columns">Those there at its start, in document order.</param>
/// <param name="whyMissing">Why another column of the document is not among them.</param>
internal sealed class StageColumns(IEnumerable<ProcessorColumn> columns, Func<string, string> whyMissing)
{
    private readonly List<ProcessorColumn> _visible = [.. columns.DistinctBy(static column => column.Name)];

    /// <summary>Those that are there now.</summary>
    public IReadOnlyList<ProcessorColumn> Visible => _visible;

    /// <summary>Those that the stage has dropped.</summary>
    public ImmutableHashSet<string> Dropped { get; private set; } = [];

    /// <summary>The column, if it is there now.</summary>
    public ProcessorColumn? Find(string name) => _visible.Find(column => column.Name == name);

    /// <summary>Why a column of the document is not there; null: it is.</summary>
    public string? WhyHidden(string name) => Find(name) is not null ? null
        : Dropped.Contains(name) ? $"column `{name}` was dropped by an earlier entry"
        : whyMissing(name);

    /// <summary>It is gone for the entries that follow.</summary>
    public void Drop(string name)
    {
        if (_visible.RemoveAll(column => column.Name == name) > 0)
        {
            Dropped = Dropped.Add(name);
        }
    }
}
