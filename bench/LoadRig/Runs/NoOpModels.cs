using Granary.Abstractions.Models;

namespace Granary.LoadRig.Runs;

/// <summary>A model that answers at once, or after a fixed time, and the only alias there is.</summary>
internal sealed class NoOpModels(int cap, TimeSpan latency) : IModelCalls, IAliasDirectory
{
    private readonly ModelAlias _writer = new("writer", "none", "simulator", "no-op", "chat", cap, Hidden: false);
    private readonly Task<ModelCallResult> _answer = Task.FromResult(
        new ModelCallResult(new ModelAnswer("ok", "stop"), null, 1, TimeSpan.Zero, new TokenUsage(8, 1, 0)));

    public long Revision => 1;

    public IReadOnlyList<ModelAlias> All => [_writer];

    public ModelAlias? Find(string name) => name == _writer.Name ? _writer : null;

    public Task<ModelCallResult> CallAsync(ModelCall call, CancellationToken cancellationToken) => latency == TimeSpan.Zero ? _answer : LaterAsync(cancellationToken);

    public Task<RelayResult> RelayAsync(RelayCall call, IRelaySink sink, CancellationToken cancellationToken) => throw new NotSupportedException();

    private async Task<ModelCallResult> LaterAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(latency, TimeProvider.System, cancellationToken);
        return await _answer;
    }
}
