using Granary.Executors.Pools;
using Granary.Executors.Protocol;

namespace Granary.Executors.Processes;

/// <summary>A call that a worker has not ended.</summary>
internal sealed class PendingCall(ExecutorTask task, ProgressRelay? progress)
{
    public ExecutorTask Task { get; } = task;

    public ProgressRelay? Progress { get; } = progress;

    /// <summary>Its result, while it comes in several frames.</summary>
    public PayloadAssembly? Assembly { get; set; }
}
