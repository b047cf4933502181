using Granary.Abstractions.Models;
using Granary.Grains.Capacity;

namespace Granary.Grains.Tests.Capacity;

public sealed class EndpointViewMappingTests
{
    [Theory]
    [InlineData("seek", 48, 4)]
    [InlineData("seek", 3, 3)]
    [InlineData("aimd", 48, 48)]
    public void Endpoint_nobody_has_called_shows_the_limit_it_begins_with(string estimator, int cap, int limit)
    {
        var view = EndpointViewMapping.Of(
            new ModelAlias("writer", "p", "simulator", "m", "chat", cap, false), new AdmissionOptions { Estimator = estimator }, local: null, stale: false);
        Assert.Equal((estimator, limit, cap), (view.Estimator, view.Limit, view.Cap));
    }
}
