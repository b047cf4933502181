using Granary.Grains.Runs.Documents;
using Granary.Grains.Steps;

namespace Granary.Grains.Runs.Groups;

/// <summary>One cell that needs a worker. Immutable.</summary>
/// <param name="Row">Row within the group.</param>
/// <param name="Column">The column.</param>
/// <param name="Attempt">How many workers tried before, plus one.</param>
/// <param name="Input">What the step reads.</param>
internal sealed record CellTask(int Row, CompiledColumn Column, int Attempt, StepInput Input);
