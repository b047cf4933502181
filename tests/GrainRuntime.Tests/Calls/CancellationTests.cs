namespace Granary.GrainRuntime.Tests.Calls;

public sealed class CancellationTests : GrainTest
{
    [Theory, OnEachRuntime]
    public Task Cancelling_ends_the_wait_of_the_caller_and_tells_the_grain(RuntimeKind kind) => On(kind, async cluster =>
    {
        var (key, gate) = (NewKey(), NewKey());
        using var source = new CancellationTokenSource();
        var call = cluster.Grains.GetGrain<ICancelGrain>(key).WaitAsync(gate, source.Token);
        await Gate.Of(gate).CameAsync(1);
        source.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await Gate.Of(key).CameAsync(2);
        Assert.Equal(["begins", "cancelled"], Gate.Of(key).Notes);
    });

    [Theory, OnEachRuntime]
    public Task Cancelling_travels_along_a_chain_of_calls(RuntimeKind kind) => On(kind, async cluster =>
    {
        var (first, second, gate) = (NewKey(), NewKey(), NewKey());
        using var source = new CancellationTokenSource();
        var call = cluster.Grains.GetGrain<ICancelGrain>(first).PassOnAsync(second, gate, source.Token);
        await Gate.Of(gate).CameAsync(1);
        source.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await Gate.Of(first).CameAsync(1);
        await Gate.Of(second).CameAsync(2);
        Assert.Equal(["begins", "cancelled"], Gate.Of(second).Notes);
    });

    [Theory, OnEachRuntime]
    public Task Call_with_a_cancelled_token_does_not_run(RuntimeKind kind) => On(kind, async cluster =>
    {
        var key = NewKey();
        using var source = new CancellationTokenSource();
        source.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await cluster.Grains.GetGrain<ICancelGrain>(key).WaitAsync(NewKey(), source.Token));
        Assert.Equal(0, Gate.Of(key).Count);
    });

    [Theory, OnEachRuntime]
    public Task Call_cancelled_while_it_waits_its_turn_does_not_run(RuntimeKind kind) => On(kind, async cluster =>
    {
        var (key, hold, gate) = (NewKey(), NewKey(), NewKey());
        var grain = cluster.Grains.GetGrain<ICancelGrain>(key);
        var held = grain.HoldAsync(hold);
        await Gate.Of(hold).CameAsync(1);
        using var source = new CancellationTokenSource();
        var call = grain.WaitAsync(gate, source.Token);
        source.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);

        // The cancellation reaches the grain behind the caller's back: give it a round trip.
        await cluster.Grains.GetGrain<ICancelGrain>(NewKey()).SeesTokenAsync(CancellationToken.None);
        await Task.Delay(TimeSpan.FromMilliseconds(50), cluster.Time, TestContext.Current.CancellationToken);
        Gate.Of(hold).Open();
        await held;
        Assert.False(await grain.SeesTokenAsync(CancellationToken.None));
        Assert.Equal(0, Gate.Of(key).Count);
    });

    [Theory, OnEachRuntime]
    public Task Grain_may_end_a_call_as_cancelled_by_itself(RuntimeKind kind) => On(kind, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<ICancelGrain>(NewKey());
        var call = grain.ThrowCancelledAsync();
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal("by itself", error.Message);
        Assert.True(call.IsCanceled);
        using var source = new CancellationTokenSource();
        Assert.False(await grain.SeesTokenAsync(source.Token));
    });
}
