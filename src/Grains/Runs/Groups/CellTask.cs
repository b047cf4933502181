using System.Collections.Immutable;
using Granary.Grains.Runs.Documents;
using Granary.Grains.Steps;

namespace Granary.Grains.Runs.Groups;

/// <summary>One cell, or all cells of a batch column, that need a worker. Immutable.</summary>
/// <param name="Row">Row within the group.</param>
/// <param name="Column">The column.</param>
/// <param name="Attempt">How many workers tried before, plus one.</param>
/// <param name="Input">What the step reads.</param>
internal sealed record CellTask(int Row, CompiledColumn Column, int Attempt, StepInput Input)
{
    /// <summary>With a column that is made for the group at once: its rows, ascending; <see cref="Row"/> is the first of them.</summary>
    public ImmutableArray<int> Rows { get; init; }

    /// <summary>It makes the cells of several rows.</summary>
    public bool IsBatch => !Rows.IsDefault;
}
