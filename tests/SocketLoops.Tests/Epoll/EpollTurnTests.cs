using Granary.SocketLoops.Epoll;
using Granary.SocketLoops.Kernels;
using Granary.SocketLoops.Tests.Conformance;

namespace Granary.SocketLoops.Tests.Epoll;

public sealed class EpollTurnTests : TurnSuite
{
    public override string Backend => LoopBackends.Epoll;

    protected override ILoopBackend Create() => new EpollBackend();
}
