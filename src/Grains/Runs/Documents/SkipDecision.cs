using Granary.Grains.Steps;

namespace Granary.Grains.Runs.Documents;

/// <summary>What a skip rule said about one row.</summary>
/// <param name="Skip">The cell is left out.</param>
/// <param name="Failure">The condition could not be evaluated; the cell fails with this.</param>
internal readonly record struct SkipDecision(bool Skip, StepFailure? Failure);
