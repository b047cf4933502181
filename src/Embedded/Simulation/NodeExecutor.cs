using Granary.Embedded.Runtime;

namespace Granary.Embedded.Simulation;

/// <summary>Turns of one node.</summary>
internal sealed class NodeExecutor(SimulatedNode node, SimulationPump pump) : TurnExecutor
{
    public override bool OneTurnAtATime => true;

    public override void Post(IThreadPoolWorkItem item) => pump.Post(node, item);
}
