using Granary.SocketLoops.Tests.Conformance;

namespace Granary.SocketLoops.Tests.Epoll;

public sealed class EpollEndingTests : EndingSuite
{
    public override string Backend => LoopBackends.Epoll;
}
