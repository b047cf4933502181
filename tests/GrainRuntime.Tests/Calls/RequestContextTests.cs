namespace Granary.GrainRuntime.Tests.Calls;

public sealed class RequestContextTests : GrainTest
{
    [Theory, OnEachRuntime]
    public Task Values_travel_with_calls_over_several_hops(RuntimeKind kind) => On(kind, async cluster =>
    {
        RequestContext.Set("color", "green");
        Assert.Equal("green", await cluster.Grains.GetGrain<IContextGrain>(NewKey()).ReadAsync("color"));
        Assert.Equal("green", await cluster.Grains.GetGrain<IContextGrain>(NewKey()).AskAsync("color", NewKey()));
        Assert.True(RequestContext.Remove("color"));
        Assert.False(RequestContext.Remove("color"));
        Assert.Null(await cluster.Grains.GetGrain<IContextGrain>(NewKey()).ReadAsync("color"));
    });

    [Theory, OnEachRuntime]
    public Task Changes_do_not_come_back_to_the_caller(RuntimeKind kind) => On(kind, async cluster =>
    {
        RequestContext.Set("color", "green");
        Assert.Equal("red", await cluster.Grains.GetGrain<IContextGrain>(NewKey()).SetAndAskAsync("color", "red", NewKey()));
        Assert.Equal("green", RequestContext.Get("color"));
        RequestContext.Clear();
    });

    [Theory, OnEachRuntime]
    public Task Values_do_not_stay_in_the_grain(RuntimeKind kind) => On(kind, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<IContextGrain>(NewKey());
        await grain.SetAndAskAsync("color", "red", NewKey());
        Assert.Null(await grain.ReadAsync("color"));
        Assert.Null(RequestContext.Get("color"));
    });
}
