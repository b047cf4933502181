using System.Collections.Concurrent;
using Granary.Abstractions.Models;

namespace Granary.Grains.Tests.Steps;

/// <summary>Answers calls from a list, and keeps what it was asked. After the list it answers with the last one again.</summary>
internal sealed class ScriptedModels(params object[] script) : IModelCalls
{
    private int _next;

    public ConcurrentQueue<ModelCall> Calls { get; } = new();

    public Task<ModelCallResult> CallAsync(ModelCall call, CancellationToken cancellationToken)
    {
        Calls.Enqueue(call);
        var entry = script[Math.Min(Interlocked.Increment(ref _next), script.Length) - 1];
        return Task.FromResult(entry switch
        {
            string text => new ModelCallResult(new ModelAnswer(text, "stop", "because"), null, 1, TimeSpan.Zero, new TokenUsage(10, 5, 0)),
            ModelFailureKind kind => new ModelCallResult(null, new ModelCallFailure(kind, "no", RetryAfter: TimeSpan.FromSeconds(3), Preserved: kind == ModelFailureKind.RateLimit), 2, TimeSpan.Zero, new TokenUsage(1, 0, 0), kind == ModelFailureKind.RateLimit ? 1 : 0),
            _ => throw new InvalidOperationException($"unknown entry {entry}"),
        });
    }

    public Task<RelayResult> RelayAsync(RelayCall call, IRelaySink sink, CancellationToken cancellationToken) => throw new NotSupportedException();
}
