using Granary.SocketLoops.Tests.Conformance;

namespace Granary.SocketLoops.Tests.Epoll;

public sealed class EpollByteTests : ByteSuite
{
    public override string Backend => LoopBackends.Epoll;
}
