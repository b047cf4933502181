using System.Collections.Immutable;

namespace Granary.Grains.Runs.Documents;

/// <summary>What is allowed in a document but surprising.</summary>
internal static class RunWarnings
{
    /// <summary>The warnings, in document order.</summary>
    public static ImmutableArray<string> Of(CompiledRun run, IReadOnlyList<ColumnDraft> drafts)
    {
        var warnings = ImmutableArray.CreateBuilder<string>();
        for (var i = 0; i < drafts.Count; i++)
        {
            warnings.AddRange(drafts[i].Definition!.Warnings);
            var column = run.Columns[i];
            if (column.Drop && run.Graph.Downstream(i).IsEmpty)
            {
                warnings.Add($"column `{column.Name}` is made, but neither used nor written: nothing needs it and it has `drop`");
            }

            if (drafts[i].Timeout is not null && column.Local)
            {
                warnings.Add($"column `{column.Name}` never waits, so its `timeout` has no effect");
            }
        }

        if (run.Columns.All(c => c.Drop && c.SideColumns.IsEmpty))
        {
            warnings.Add("every column has `drop`: the result will have no column");
        }

        return warnings.ToImmutable();
    }
}
