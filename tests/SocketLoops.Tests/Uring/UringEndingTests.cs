using Granary.SocketLoops.Tests.Conformance;

namespace Granary.SocketLoops.Tests.Uring;

public sealed class UringEndingTests : EndingSuite
{
    public override string Backend => LoopBackends.Uring;

    public override string? Missing => UringHere.Missing;
}
