using Granary.Abstractions.Models;

namespace Granary.Grains.Tests.Steps;

/// <summary>Never answers; ends only when it is cancelled.</summary>
internal sealed class PendingModels : IModelCalls
{
    private readonly TaskCompletionSource<ModelCall> _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<ModelCall> Asked => _asked.Task;

    public async Task<ModelCallResult> CallAsync(ModelCall call, CancellationToken cancellationToken)
    {
        var never = new TaskCompletionSource<ModelCallResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellationToken.Register(() => never.TrySetCanceled(cancellationToken));
        _asked.TrySetResult(call);
        return await never.Task;
    }

    public Task<RelayResult> RelayAsync(RelayCall call, IRelaySink sink, CancellationToken cancellationToken) => throw new NotSupportedException();
}
