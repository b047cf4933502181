using Granary.Embedded.Runtime;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Granary.Embedded.Simulation;

/// <summary>A client outside of silos: the driver of a simulation.</summary>
internal sealed class ClientOrigin : CallOrigin
{
    public ClientOrigin(GrainCluster cluster, SimulatedNode node, IServiceProvider services, ILogger log)
        : base(cluster, node.Name, node.Time, node.Executor, log)
    {
        Services = services;
        OutgoingFilters = [.. services.GetServices<IOutgoingGrainCallFilter>()];
    }

    public override IServiceProvider Services { get; }

    public override void Receive(GrainCall call) => Observers.Receive(call);
}
