using System.Collections.Immutable;

namespace Granary.Grains.Steps;

/// <summary>What a step reads.</summary>
/// <param name="Row">Row index in the run, from 0.</param>
/// <param name="Values">The row's values so far.</param>
internal sealed record StepInput(long Row, IRowValues Values)
{
    /// <summary>For a step that makes a row group at once: all its rows, in order, this one first. The value is then a list with one value per row.</summary>
    public ImmutableArray<StepInput> Batch { get; init; }
}
