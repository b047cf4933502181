namespace Granary.Embedded.Simulation;

/// <summary>
/// Code of one node outside of grains: services, observers, the driver of a test. Its continuations come back to the pump, each by itself, in an order
/// that the seed chooses: as on a thread pool, nothing else is promised.
/// </summary>
internal sealed class NodeSynchronizationContext(SimulatedNode node, SimulationPump pump) : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state) => pump.Post(node, new PostedCallback(node, d, state));

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (!pump.IsPumpThread)
        {
            throw new InvalidOperationException("A simulation has one thread; nothing can be sent to it from another and waited for.");
        }

        d(state);
    }

    public override SynchronizationContext CreateCopy() => this;
}
