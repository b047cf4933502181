using Granary.Executors.Handlers;
using Granary.Executors.Protocol;

namespace Granary.Executors.Worker;

/// <summary>A call in a worker, from its first frame to its answer.</summary>
#pragma warning disable CA1001 // The source has no timer and no parent, so there is nothing to give back; it may still be cancelled after the end.
internal sealed class WorkerCall(ulong id, CallMeta meta, Handler? handler)
#pragma warning restore CA1001
{
    private readonly CancellationTokenSource _cancellation = new();

    public ulong Id { get; } = id;

    public CallMeta Meta { get; } = meta;

    /// <summary>Null if there is none of that name.</summary>
    public Handler? Handler { get; } = handler;

    /// <summary>Its argument, while it comes in several frames.</summary>
    public PayloadAssembly? Assembly { get; set; }

    public ExecutorPayload Argument { get; set; }

    public CancellationToken Cancelled => _cancellation.Token;

    /// <summary>Callbacks of the handler run on the ThreadPool, not on the reading thread.</summary>
    public void Cancel() => _ = _cancellation.CancelAsync().ContinueWith(
        static cancelled => _ = cancelled.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}
