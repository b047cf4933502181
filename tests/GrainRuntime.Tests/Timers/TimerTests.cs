namespace Granary.GrainRuntime.Tests.Timers;

public sealed class TimerTests : GrainTest
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(5);

    [Theory, OnEachRuntime]
    public Task Timer_ticks_again_and_again(RuntimeKind kind) => On(kind, async cluster =>
    {
        var key = NewKey();
        await cluster.Grains.GetGrain<ITimerGrain>(key).StartAsync(TimeSpan.Zero, Soon, interleave: false);
        await Gate.Of(key).CameAsync(5);
    });

    [Theory, OnEachRuntime]
    public Task Tick_waits_for_the_call_that_runs(RuntimeKind kind) => On(kind, async cluster =>
    {
        var (key, gate) = (NewKey(), NewKey());
        var grain = cluster.Grains.GetGrain<ITimerGrain>(key);
        await grain.StartAsync(TimeSpan.FromMilliseconds(50), Soon, interleave: false);
        var held = grain.HoldAsync(gate);
        await Gate.Of(gate).CameAsync(1);
        var before = Gate.Of(key).Count;
        await Task.Delay(TimeSpan.FromMilliseconds(150), cluster.Time, TestContext.Current.CancellationToken);
        Assert.Equal(before, Gate.Of(key).Count);
        Gate.Of(gate).Open();
        await held;
        await Gate.Of(key).CameAsync(before + 2);
        Assert.DoesNotContain("tick within a call", Gate.Of(key).Notes);
    });

    [Theory, OnEachRuntime]
    public Task Interleaving_tick_comes_in_while_a_call_awaits(RuntimeKind kind) => On(kind, async cluster =>
    {
        var (key, gate) = (NewKey(), NewKey());
        var grain = cluster.Grains.GetGrain<ITimerGrain>(key);
        var held = grain.HoldAsync(gate);
        await Gate.Of(gate).CameAsync(1);
        Gate.Of(gate).Open();
        await held;
        await grain.StartAsync(Timeout.InfiniteTimeSpan, Soon, interleave: true);
        await grain.ChangeAsync(TimeSpan.FromMilliseconds(20), Soon);
        var second = NewKey();
        held = grain.HoldAsync(second);
        await Gate.Of(second).CameAsync(1);
        await Gate.Of(key).CameAsync(Gate.Of(key).Count + 2);
        Assert.Contains("tick within a call", Gate.Of(key).Notes);
        Gate.Of(second).Open();
        await held;
    });

    [Theory, OnEachRuntime]
    public Task Ticks_never_overlap_each_other(RuntimeKind kind) => On(kind, async cluster =>
    {
        var (key, gate) = (NewKey(), NewKey());
        var grain = cluster.Grains.GetGrain<ITimerGrain>(key);
        await grain.TicksWaitAtAsync(gate);
        await grain.StartAsync(TimeSpan.Zero, Soon, interleave: true);
        await Gate.Of(gate).CameAsync(1);
        await Task.Delay(TimeSpan.FromMilliseconds(50), cluster.Time, TestContext.Current.CancellationToken);
        Assert.Equal(1, Gate.Of(gate).Count);
        Gate.Of(gate).Open();
        await Gate.Of(gate).CameAsync(3);
    });

    [Theory, OnEachRuntime]
    public Task Tick_blocks_calls_like_a_call_does(RuntimeKind kind) => On(kind, async cluster =>
    {
        var (key, gate) = (NewKey(), NewKey());
        var grain = cluster.Grains.GetGrain<ITimerGrain>(key);
        await grain.TicksWaitAtAsync(gate);
        await grain.StartAsync(TimeSpan.Zero, Timeout.InfiniteTimeSpan, interleave: false);
        await Gate.Of(gate).CameAsync(1);
        var call = grain.StopAsync();
        await grain.CancelledTicksAsync();
        Assert.False(call.IsCompleted);
        Gate.Of(gate).Open();
        await call;
    });

    [Theory, OnEachRuntime]
    public Task Failing_tick_does_not_end_the_timer(RuntimeKind kind) => On(kind, async cluster =>
    {
        var key = NewKey();
        var grain = cluster.Grains.GetGrain<ITimerGrain>(key);
        await grain.TicksFailAsync();
        await grain.StartAsync(TimeSpan.Zero, Soon, interleave: false);
        await Gate.Of(key).CameAsync(3);
    });

    [Theory, OnEachRuntime]
    public Task One_shot_timer_ticks_once_and_may_be_set_again(RuntimeKind kind) => On(kind, async cluster =>
    {
        var key = NewKey();
        var grain = cluster.Grains.GetGrain<ITimerGrain>(key);
        await grain.StartAsync(TimeSpan.Zero, Timeout.InfiniteTimeSpan, interleave: false);
        await Gate.Of(key).CameAsync(1);
        await Task.Delay(TimeSpan.FromMilliseconds(30), cluster.Time, TestContext.Current.CancellationToken);
        Assert.Equal(1, Gate.Of(key).Count);
        await grain.ChangeAsync(Soon, Timeout.InfiniteTimeSpan);
        await Gate.Of(key).CameAsync(2);
    });

    [Theory, OnEachRuntime]
    public Task Timer_may_stop_itself_in_its_callback(RuntimeKind kind) => On(kind, async cluster =>
    {
        var key = NewKey();
        var grain = cluster.Grains.GetGrain<ITimerGrain>(key);
        await grain.TicksChangeThemselvesAsync();
        await grain.StartAsync(TimeSpan.Zero, Soon, interleave: false);
        await Gate.Of(key).CameAsync(1);
        await Task.Delay(TimeSpan.FromMilliseconds(50), cluster.Time, TestContext.Current.CancellationToken);
        Assert.Equal(1, Gate.Of(key).Count);
    });

    [Theory, OnEachRuntime]
    public Task Disposed_timer_ticks_no_more_and_its_token_is_cancelled(RuntimeKind kind) => On(kind, async cluster =>
    {
        var key = NewKey();
        var grain = cluster.Grains.GetGrain<ITimerGrain>(key);
        await grain.StartAsync(TimeSpan.Zero, TimeSpan.FromHours(1), interleave: false);
        await Gate.Of(key).CameAsync(1);
        await grain.StopAsync();
        Assert.Equal(1, await grain.CancelledTicksAsync());
        Assert.Equal(1, Gate.Of(key).Count);
    });

    [Theory, OnEachRuntime]
    public Task Timer_ends_with_its_activation(RuntimeKind kind) => On(kind, async cluster =>
    {
        var key = NewKey();
        var grain = cluster.Grains.GetGrain<ITimerGrain>(key);
        await grain.StartAsync(TimeSpan.FromMilliseconds(100), Soon, interleave: false);
        await grain.LeaveAsync();

        // The next activation answers: the one with the timer is gone. On a busy machine it may have ticked before.
        Assert.Equal(0, await grain.CancelledTicksAsync());
        var ticks = Gate.Of(key).Count;
        await Task.Delay(TimeSpan.FromMilliseconds(200), cluster.Time, TestContext.Current.CancellationToken);
        Assert.Equal(ticks, Gate.Of(key).Count);
    });

    [Theory, OnEachRuntime]
    public Task Negative_times_are_refused(RuntimeKind kind) => On(kind, async cluster =>
    {
        Assert.True(await cluster.Grains.GetGrain<ITimerGrain>(NewKey()).NegativeTimesAreRefusedAsync());
    });
}
