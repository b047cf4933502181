namespace Granary.Grains.Runs.Documents;

/// <summary>Bounds of a whole run.</summary>
/// <param name="MaxInFlight">Tasks of this run in flight at once, at least 1.</param>
/// <param name="Deadline">From the start of the run; null is none.</param>
/// <param name="MaxTokens">Prompt and completion tokens together; null is none.</param>
/// <param name="MaxCost">Money; null is none.</param>
internal sealed record RunLimits(int MaxInFlight, TimeSpan? Deadline, long? MaxTokens = null, RunBudget? MaxCost = null);
