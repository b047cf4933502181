using Granary.SocketLoops.Tests.Conformance;

namespace Granary.SocketLoops.Tests.Epoll;

public sealed class EpollKestrelTests : KestrelSuite
{
    public override string Backend => LoopBackends.Epoll;
}
