using Granary.Abstractions.Models;

namespace Granary.Grains.Steps.Conversations;

/// <summary>Calls models for one execution of a step and counts what they cost, so that it is known even when the execution is cut off.</summary>
internal sealed class CountedCalls(IModelCalls models, ModelTally tally) : IModelCalls
{
    /// <inheritdoc/>
    public Task<ModelCallResult> CallAsync(ModelCall call, CancellationToken cancellationToken) => tally.CallAsync(models, call, cancellationToken);

    /// <inheritdoc/>
    public Task<RelayResult> RelayAsync(RelayCall call, IRelaySink sink, CancellationToken cancellationToken) => models.RelayAsync(call, sink, cancellationToken);
}
