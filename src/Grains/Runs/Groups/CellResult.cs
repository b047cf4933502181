using Granary.Grains.Steps;

namespace Granary.Grains.Runs.Groups;

/// <summary>How a worker ended.</summary>
/// <param name="Task">What it worked on.</param>
/// <param name="Outcome">What the step said; null when the worker was cancelled before it ended.</param>
internal sealed record CellResult(CellTask Task, StepOutcome? Outcome);
