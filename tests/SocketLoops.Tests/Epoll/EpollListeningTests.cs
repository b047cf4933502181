using Granary.SocketLoops.Tests.Conformance;

namespace Granary.SocketLoops.Tests.Epoll;

public sealed class EpollListeningTests : ListeningSuite
{
    public override string Backend => LoopBackends.Epoll;
}
