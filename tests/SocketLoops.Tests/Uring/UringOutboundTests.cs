using Granary.SocketLoops.Tests.Conformance;

namespace Granary.SocketLoops.Tests.Uring;

public sealed class UringOutboundTests : OutboundSuite
{
    public override string Backend => LoopBackends.Uring;

    public override string? Missing => UringHere.Missing;
}
