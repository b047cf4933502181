using Granary.SocketLoops.Tests.Conformance;

namespace Granary.SocketLoops.Tests.Epoll;

public sealed class EpollOutboundTests : OutboundSuite
{
    public override string Backend => LoopBackends.Epoll;
}
