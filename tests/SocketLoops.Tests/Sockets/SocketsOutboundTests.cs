using Granary.SocketLoops.Tests.Conformance;

namespace Granary.SocketLoops.Tests.Sockets;

public sealed class SocketsOutboundTests : OutboundSuite
{
    public override string Backend => LoopBackends.Sockets;

    public override bool KeepsHalfOpen => false;
}
