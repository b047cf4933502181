namespace Granary.GrainRuntime.Tests.Lifecycle;

public sealed class ActivationTests : GrainTest
{
    [Theory, OnEachRuntime]
    public Task Grain_is_activated_by_its_first_call_and_once(RuntimeKind kind) => On(kind, async cluster =>
    {
        var key = NewKey();
        var grain = cluster.Grains.GetGrain<ILifeGrain>(key);
        Assert.Equal(0, Gate.Of(key).Count);
        await Task.WhenAll(grain.CountAsync(), grain.CountAsync(), cluster.Grains.GetGrain<ILifeGrain>(key).CountAsync());
        Assert.Equal(["activates", "counts", "counts", "counts"], Gate.Of(key).Notes);
    });

    [Theory, OnEachRuntime]
    public Task DeactivateOnIdle_ends_the_activation_and_the_next_call_makes_another(RuntimeKind kind) => On(kind, async cluster =>
    {
        var key = NewKey();
        var grain = cluster.Grains.GetGrain<ILifeGrain>(key);
        Assert.Equal(1, await grain.CountAsync());
        Assert.Equal(2, await grain.CountAsync());
        await grain.LeaveAsync();
        Assert.Equal(1, await grain.CountAsync());
        Assert.Equal(
            ["activates", "counts", "counts", "leaves", "deactivates: ApplicationRequested", "activates", "counts"], Gate.Of(key).Notes);
    });

    [Theory, OnEachRuntime]
    public Task Running_call_ends_before_the_activation_and_waiting_ones_go_to_the_next(RuntimeKind kind) => On(kind, async cluster =>
    {
        var (key, gate) = (NewKey(), NewKey());
        var grain = cluster.Grains.GetGrain<ILifeGrain>(key);
        var held = grain.HoldAsync(gate);
        await Gate.Of(gate).CameAsync(1);
        var waiting = Task.WhenAll(grain.CountAsync(), grain.CountAsync());
        Gate.Of(gate).Open();
        await held;
        Assert.Equal([1, 2], (await waiting).Order());
        Assert.Equal(["activates", "held", "deactivates: ApplicationRequested", "activates", "counts", "counts"], Gate.Of(key).Notes);
    });

    [Theory, OnEachRuntime]
    public Task Error_of_an_activation_reaches_the_caller_and_the_next_call_tries_anew(RuntimeKind kind) => On(kind, async cluster =>
    {
        var key = NewKey();
        var grain = cluster.Grains.GetGrain<IFragileGrain>(key);
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            var error = await Assert.ThrowsAsync<InvalidOperationException>(grain.HelloAsync);
            Assert.Equal($"Attempt {attempt} fails.", error.Message);
        }

        Assert.Equal("hello", await grain.HelloAsync());
        Assert.Equal(["tries", "tries", "tries"], Gate.Of(key).Notes);
    });

    [Theory, OnEachRuntime]
    public Task Restart_of_the_silo_deactivates_in_order(RuntimeKind kind) => On(kind, async cluster =>
    {
        var key = NewKey();
        Assert.Equal(1, await cluster.Grains.GetGrain<ILifeGrain>(key).CountAsync());
        await cluster.RestartAsync();
        Assert.Equal(1, await cluster.Grains.GetGrain<ILifeGrain>(key).CountAsync());
        Assert.Equal(["activates", "counts", "deactivates: ShuttingDown", "activates", "counts"], Gate.Of(key).Notes);
    });

    [Theory, OnEachRuntime]
    public Task Call_that_is_passed_on_too_often_is_rejected(RuntimeKind kind) => On(kind, async cluster =>
    {
        var (key, gate) = (NewKey(), NewKey());
        var grain = cluster.Grains.GetGrain<ILifeGrain>(key);
        var held = grain.HoldAsync(gate);
        await Gate.Of(gate).CameAsync(1);
        var leaving = Enumerable.Range(0, 8).Select(_ => grain.LeaveAsync()).ToArray();

        // All of them wait in the queue of the activation by then.
        await Task.Delay(TimeSpan.FromMilliseconds(50), cluster.Time, TestContext.Current.CancellationToken);
        Gate.Of(gate).Open();
        await held;
        var outcomes = await Task.WhenAll(leaving.Select(async call =>
        {
            try
            {
                await call;
                return "ran";
            }
            catch (OrleansMessageRejectionException)
            {
                return "rejected";
            }
        }));
        Assert.Contains("ran", outcomes);
        Assert.Contains("rejected", outcomes);
        Assert.Equal(outcomes.Count(o => o == "ran"), Gate.Of(key).Notes.Count(n => n == "leaves"));
    });
}
