using Granary.SocketLoops.Tests.Conformance;
using Microsoft.Extensions.DependencyInjection;

namespace Granary.SocketLoops.Tests.Poll;

public sealed class PollOutboundTests : OutboundSuite
{
    public override string Backend => PollBackend.TheName;

    public override void Register(IServiceCollection services) => services.AddLoopBackend<PollBackend>();
}
