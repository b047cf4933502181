using Granary.SocketLoops.Kernels;
using Granary.SocketLoops.Tests.Conformance;
using Granary.SocketLoops.Uring;

namespace Granary.SocketLoops.Tests.Uring;

public sealed class UringTurnTests : TurnSuite
{
    public override string Backend => LoopBackends.Uring;

    public override string? Missing => UringHere.Missing;

    protected override ILoopBackend Create() => new UringBackend();
}
