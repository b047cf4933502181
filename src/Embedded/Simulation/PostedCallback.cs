namespace Granary.Embedded.Simulation;

/// <summary>A continuation of code outside of grains.</summary>
internal sealed class PostedCallback(SimulatedNode node, SendOrPostCallback callback, object? state) : IThreadPoolWorkItem
{
    public void Execute() => callback(state);

    public override string ToString() => node.Name;
}
