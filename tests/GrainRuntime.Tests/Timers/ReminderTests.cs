namespace Granary.GrainRuntime.Tests.Timers;

public sealed class ReminderTests : GrainTest
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(30);
    private static readonly TimeSpan Never = TimeSpan.FromDays(1);

    [Theory, OnEachRuntime]
    public Task Reminder_ticks_again_and_again(RuntimeKind kind) => On(kind, async cluster =>
    {
        var key = NewKey();
        await cluster.Grains.GetGrain<IReminderGrain>(key).RegisterAsync("r", Soon, Soon);
        await Gate.Of(key).CameAsync(3);
        Assert.All(Gate.Of(key).Notes, note => Assert.Equal("r", note));
    });

    [Theory, OnEachRuntime]
    public Task Reminder_is_known_until_it_is_taken_back(RuntimeKind kind) => On(kind, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<IReminderGrain>(NewKey());
        Assert.False(await grain.HasAsync("r"));
        await grain.RegisterAsync("r", Never, Never);
        await grain.RegisterAsync("s", Never, Never);
        Assert.True(await grain.HasAsync("r"));
        Assert.Equal(["r", "s"], await grain.AllAsync());
        await grain.UnregisterAsync("r");
        Assert.False(await grain.HasAsync("r"));
        Assert.Equal(["s"], await grain.AllAsync());
    });

    [Theory, OnEachRuntime]
    public Task Reminder_taken_back_ticks_no_more(RuntimeKind kind) => On(kind, async cluster =>
    {
        var key = NewKey();
        var grain = cluster.Grains.GetGrain<IReminderGrain>(key);
        await grain.RegisterAsync("r", Soon, Soon);
        await Gate.Of(key).CameAsync(1);
        await grain.UnregisterAsync("r");

        // One tick may have been on its way.
        await grain.HasAsync("r");
        var count = Gate.Of(key).Count;
        await Task.Delay(TimeSpan.FromMilliseconds(150), cluster.Time, TestContext.Current.CancellationToken);
        Assert.InRange(Gate.Of(key).Count, count, count + 1);
    });

    [Theory, OnEachRuntime]
    public Task Registering_again_sets_it_anew(RuntimeKind kind) => On(kind, async cluster =>
    {
        var key = NewKey();
        var grain = cluster.Grains.GetGrain<IReminderGrain>(key);
        await grain.RegisterAsync("r", Never, Never);
        await grain.RegisterAsync("r", TimeSpan.Zero, Soon);
        await Gate.Of(key).CameAsync(1);
        Assert.Equal(["r"], await grain.AllAsync());
    });

    [Theory, OnEachRuntime]
    public Task Reminder_activates_its_grain(RuntimeKind kind) => On(kind, async cluster =>
    {
        var key = NewKey();
        var grain = cluster.Grains.GetGrain<IReminderGrain>(key);
        await grain.RegisterAsync("r", TimeSpan.FromMilliseconds(100), Soon);
        await grain.LeaveAsync();
        await Gate.Of(key).CameAsync(1);
    });

    [Theory, OnEachRuntime]
    public Task Reminder_ticks_after_a_restart(RuntimeKind kind) => On(kind, async cluster =>
    {
        var key = NewKey();
        await cluster.Grains.GetGrain<IReminderGrain>(key).RegisterAsync("r", Soon, Soon);
        await Gate.Of(key).CameAsync(1);
        await cluster.RestartAsync();
        await Gate.Of(key).CameAsync(Gate.Of(key).Count + 2);
        Assert.True(await cluster.Grains.GetGrain<IReminderGrain>(key).HasAsync("r"));
    });

    [Theory, OnEachRuntime]
    public Task Wrong_times_are_refused(RuntimeKind kind) => On(kind, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<IReminderGrain>(NewKey());
        await Assert.ThrowsAsync<ArgumentException>(() => grain.RegisterAsync("r", Soon, TimeSpan.FromMilliseconds(1)));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => grain.RegisterAsync("r", TimeSpan.FromSeconds(-1), Soon));
        Assert.False(await grain.HasAsync("r"));
    });
}
