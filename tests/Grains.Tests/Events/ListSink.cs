using Granary.Grains.Events;
using Granary.Scheduling.Events;

namespace Granary.Grains.Tests.Events;

/// <summary>Keeps what it gets.</summary>
internal sealed class ListSink(SchedulerEventSet wants, bool requests = false) : IEventSink
{
    public List<StreamEvent> Events { get; } = [];

    public SchedulerEventSet Wants => wants;

    public bool WantsRequests => requests;

    public void Take(StreamEvent e) => Events.Add(e);
}
