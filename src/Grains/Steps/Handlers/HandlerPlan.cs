namespace Granary.Grains.Steps.Handlers;

/// <summary>Which handler of which pool.</summary>
internal sealed record HandlerPlan(string Pool, string Handler);
