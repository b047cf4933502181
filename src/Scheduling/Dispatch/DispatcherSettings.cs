using Granary.Scheduling.Leases;
using Granary.Scheduling.Queueing;

namespace Granary.Scheduling.Dispatch;

/// <summary>A dispatcher's resources, policy and queue. Immutable.</summary>
public sealed record DispatcherSettings
{
    /// <summary>Resources and policy.</summary>
    public TaskAdmissionSettings Admission { get; init; } = new();

    /// <summary>Bands and memory of the queue.</summary>
    public FairQueueSettings Queue { get; init; } = new();
}
