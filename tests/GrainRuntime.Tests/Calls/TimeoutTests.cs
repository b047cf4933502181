namespace Granary.GrainRuntime.Tests.Calls;

public sealed class TimeoutTests : GrainTest
{
    private static readonly TestClusterSettings Impatient = new() { ResponseTimeout = TimeSpan.FromSeconds(1) };

    [Theory, OnEachRuntime]
    public Task Caller_waits_for_the_response_timeout_and_the_grain_goes_on(RuntimeKind kind) => On(kind, Impatient, async cluster =>
    {
        var gate = NewKey();
        var grain = cluster.Grains.GetGrain<ISlowGrain>(NewKey());
        await Assert.ThrowsAsync<TimeoutException>(() => grain.HoldAsync(gate));
        var next = grain.FinishedAsync();
        Gate.Of(gate).Open();
        Assert.Equal(1, await next);
    });

    [Theory, OnEachRuntime]
    public Task Method_may_have_its_own_timeout(RuntimeKind kind) => On(kind, async cluster =>
    {
        var gate = NewKey();
        var grain = cluster.Grains.GetGrain<ISlowGrain>(NewKey());
        await Assert.ThrowsAsync<TimeoutException>(() => grain.HoldBrieflyAsync(gate));
        Gate.Of(gate).Open();
        Assert.Equal("done", await grain.HoldAsync(gate));
    });

    [Theory, OnEachRuntime]
    public Task Longer_timeout_of_a_method_outlasts_the_default(RuntimeKind kind) => On(kind, Impatient, async cluster =>
    {
        var (gate, other) = (NewKey(), NewKey());
        var held = cluster.Grains.GetGrain<ISlowGrain>(NewKey()).HoldLongAsync(gate);
        await Assert.ThrowsAsync<TimeoutException>(() => cluster.Grains.GetGrain<ISlowGrain>(NewKey()).HoldAsync(other));
        Assert.False(held.IsCompleted);
        Gate.Of(gate).Open();
        Gate.Of(other).Open();
        Assert.Equal("done", await held);
    });

    [Theory, OnEachRuntime]
    public Task Call_whose_caller_gave_up_while_it_waited_does_not_run(RuntimeKind kind) => On(kind, Impatient, async cluster =>
    {
        var gate = NewKey();
        var grain = cluster.Grains.GetGrain<ISlowGrain>(NewKey());
        var held = grain.HoldLongAsync(gate);
        await Gate.Of(gate).CameAsync(1);
        await Assert.ThrowsAsync<TimeoutException>(() => grain.HoldAsync(gate));
        Gate.Of(gate).Open();
        await held;
        Assert.Equal(1, await grain.FinishedAsync());
    });
}
