using Granary.Scheduling.Events;

namespace Granary.Grains.Events;

/// <summary>Takes events. Thread-safe.</summary>
internal interface IEventSink
{
    /// <summary>Scheduler kinds it wants; others are not even built unless another sink wants them. After a change: <see cref="EventStreams.Refresh"/>.</summary>
    SchedulerEventSet Wants { get; }

    /// <summary>It wants the request stream.</summary>
    bool WantsRequests { get; }

    /// <summary>Takes one, of whatever kind; must not block. What it throws is counted and changes nothing for others.</summary>
    void Take(StreamEvent e);
}
