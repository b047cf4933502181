using System.Collections.Immutable;
using Granary.Abstractions.Runs;
using Granary.Grains.Runs.Documents;
using Granary.Grains.Runs.Groups;

namespace Granary.Grains.Runs.Profiles;

/// <summary>Gathers the profile of the written columns of one row group. Not thread-safe.</summary>
internal sealed class GroupProfile
{
    private const string Judge = "llm-judge";
    private readonly (ColumnTally Tally, int Slot)[] _columns;

    public GroupProfile(CompiledRun run, RowLayout layout)
    {
        var judges = run.Columns.Where(static column => column.Kind == Judge).Select(static column => column.Name).ToHashSet(StringComparer.Ordinal);
        _columns = [.. layout.Written.Select(column => (new ColumnTally(judges.Contains(column.Name)), column.Slot))];
    }

    public void Add(RowCells row)
    {
        foreach (var (tally, slot) in _columns)
        {
            tally.Add(row[slot]);
        }
    }

    public ImmutableArray<RowGroupColumnProfile> ToProfile() => [.. _columns.Select(static column => column.Tally.ToProfile())];
}
