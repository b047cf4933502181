namespace Granary.GrainRuntime.Tests.Calls;

public sealed class OneWayTests : GrainTest
{
    [Theory, OnEachRuntime]
    public Task One_way_call_does_not_wait_for_the_grain(RuntimeKind kind) => On(kind, async cluster =>
    {
        var gate = NewKey();
        var grain = cluster.Grains.GetGrain<ISlowGrain>(NewKey());
        await grain.HoldOneWayAsync(gate);
        await Gate.Of(gate).CameAsync(1);
        var next = grain.FinishedAsync();
        Assert.False(next.IsCompleted);
        Gate.Of(gate).Open();
        Assert.Equal(1, await next);
    });

    [Theory, OnEachRuntime]
    public Task Errors_of_one_way_calls_reach_nobody(RuntimeKind kind) => On(kind, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<ISlowGrain>(NewKey());
        await grain.FailOneWayAsync();
        Assert.Equal(0, await grain.FinishedAsync());
    });
}
