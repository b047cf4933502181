using Granary.Abstractions.Models;

namespace Granary.Grains.Tests.Steps;

/// <summary>Answers the first calls with a text, then never again; ends only when it is cancelled.</summary>
internal sealed class PendingModels(int answered = 0) : IModelCalls
{
    private readonly TaskCompletionSource<ModelCall> _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _calls;

    public Task<ModelCall> Asked => _asked.Task;

    public async Task<ModelCallResult> CallAsync(ModelCall call, CancellationToken cancellationToken)
    {
        if (++_calls <= answered)
        {
            return new ModelCallResult(new ModelAnswer("no", "stop"), null, 1, TimeSpan.Zero, new TokenUsage(10, 5, 0));
        }

        var never = new TaskCompletionSource<ModelCallResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellationToken.Register(() => never.TrySetCanceled(cancellationToken));
        _asked.TrySetResult(call);
        return await never.Task;
    }

    public Task<RelayResult> RelayAsync(RelayCall call, IRelaySink sink, CancellationToken cancellationToken) => throw new NotSupportedException();
}
