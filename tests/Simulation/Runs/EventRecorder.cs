using Granary.Grains.Events;
using Granary.Scheduling.Events;

using Microsoft.Extensions.Hosting;

namespace Granary.Simulation.Runs;

/// <summary>Listens to everything one life of a silo says.</summary>
internal sealed class EventRecorder(string silo, int life, EventBook book, EventStreams streams) : IEventSink, IHostedService
{
    public SchedulerEventSet Wants => SchedulerEventSet.All;

    public bool WantsRequests => true;

    public void Take(StreamEvent e) => book.Take(silo, life, e);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        streams.Add(this);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
