namespace Granary.GrainRuntime.Tests.Turns;

public sealed class CallChainTests : GrainTest
{
    private static readonly TestClusterSettings Impatient = new() { ResponseTimeout = TimeSpan.FromSeconds(2) };

    [Theory, OnEachRuntime]
    public Task Call_of_an_allowed_chain_comes_back_in(RuntimeKind kind) => On(kind, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<IChainGrain>(NewKey());
        Assert.Equal("back: hello while waiting", await grain.CallAndBackAsync(NewKey(), allow: true));
    });

    [Theory, OnEachRuntime]
    public Task Grain_may_call_itself_in_an_allowed_chain(RuntimeKind kind) => On(kind, async cluster =>
    {
        Assert.Equal("self while nothing", await cluster.Grains.GetGrain<IChainGrain>(NewKey()).CallSelfAsync());
    });

    [Theory, OnEachRuntime]
    public Task Call_of_a_chain_that_is_not_allowed_deadlocks_and_times_out(RuntimeKind kind) => On(kind, Impatient, async cluster =>
    {
        var (a, b) = (NewKey(), NewKey());
        await Assert.ThrowsAsync<TimeoutException>(() => cluster.Grains.GetGrain<IChainGrain>(a).CallAndBackAsync(b, allow: false));

        // The time-outs broke the circle: the grains work on.
        Assert.Equal("still while nothing", await EventuallyIdle(cluster.Grains.GetGrain<IChainGrain>(b)));
    });

    [Theory, OnEachRuntime]
    public Task Chain_is_allowed_only_within_the_section(RuntimeKind kind) => On(kind, Impatient, async cluster =>
    {
        await Assert.ThrowsAsync<TimeoutException>(
            () => cluster.Grains.GetGrain<IChainGrain>(NewKey()).AllowedOnlyBeforeAsync(NewKey()));
    });

    private static async Task<string> EventuallyIdle(IChainGrain grain)
    {
        while (true)
        {
            try
            {
                return await grain.EchoAsync("still");
            }
            catch (TimeoutException)
            {
                // It still waits for its own call to time out.
            }
        }
    }
}
