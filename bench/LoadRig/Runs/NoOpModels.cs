using Granary.Abstractions.Models;

namespace Granary.LoadRig.Runs;

/// <summary>A model that answers at once, and the only alias there is.</summary>
internal sealed class NoOpModels : IModelCalls, IAliasDirectory
{
    private static readonly ModelAlias _writer = new("writer", "none", "simulator", "no-op", "chat", 256, Hidden: false);
    private readonly Task<ModelCallResult> _answer = Task.FromResult(
        new ModelCallResult(new ModelAnswer("ok", "stop"), null, 1, TimeSpan.Zero, new TokenUsage(8, 1, 0)));

    public long Revision => 1;

    public IReadOnlyList<ModelAlias> All { get; } = [_writer];

    public ModelAlias? Find(string name) => name == _writer.Name ? _writer : null;

    public Task<ModelCallResult> CallAsync(ModelCall call, CancellationToken cancellationToken) => _answer;

    public Task<RelayResult> RelayAsync(RelayCall call, IRelaySink sink, CancellationToken cancellationToken) => throw new NotSupportedException();
}
