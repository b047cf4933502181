using Granary.Executors;

namespace Granary.ExecutorPeers;

/// <summary>The measured functions.</summary>
internal sealed class PeerModule : IExecutorModule
{
    public void Register(IExecutorHandlers handlers)
    {
        handlers.Add<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>("echo", static (data, _) => data);
        handlers.Add<double, double>("block", static (seconds, context) =>
        {
            // A driver that blocks and knows nothing of tokens.
            using var never = new ManualResetEventSlim();
            never.Wait(TimeSpan.FromSeconds(seconds), CancellationToken.None);
            return seconds;
        });
    }
}
