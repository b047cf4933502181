namespace Granary.Grains.Steps;

/// <summary>What a step reads.</summary>
/// <param name="Row">Row index in the run, from 0.</param>
/// <param name="Values">The row's values so far.</param>
internal sealed record StepInput(long Row, IRowValues Values);
