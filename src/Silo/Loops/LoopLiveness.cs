using Granary.Api.Health;
using Granary.SocketLoops.Inspection;

namespace Granary.Silo.Loops;

/// <summary>A loop that has been in one callback for 2 s makes the process red, by name.</summary>
internal sealed class LoopLiveness(LoopInspector inspector) : ILivenessCheck
{
    public ReadinessResult Check() => new("loops", inspector.Liveness() ?? "ok");
}
