using Granary.Grains.Expressions;

namespace Granary.Grains.Steps.Samplers;

/// <summary>Parameters for the rows a condition holds for.</summary>
/// <param name="When">The condition.</param>
/// <param name="Plan">The parameters used then, instead of the general ones.</param>
internal sealed record SamplerCase(CompiledExpression When, SamplerPlan Plan);
