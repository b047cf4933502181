namespace Granary.GrainRuntime.Tests.State;

public sealed class StateTests : GrainTest
{
    [Theory, OnEachRuntime]
    public Task State_that_was_never_written_is_a_new_object(RuntimeKind kind) => On(kind, async cluster =>
    {
        var view = await cluster.Grains.GetGrain<IAccountGrain>(NewKey()).ViewAsync();
        Assert.Equal((0, false, null), (view.State.Balance, view.Exists, view.Etag));
        Assert.Empty(view.State.Notes);
    });

    [Theory, OnEachRuntime]
    public Task Written_state_is_read_by_the_next_activation_whole(RuntimeKind kind) => On(kind, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<IAccountGrain>(NewKey());
        var first = await grain.AddAsync(5, "a");
        var second = await grain.AddAsync(6, "b");
        Assert.True(second.Exists);
        Assert.NotEqual(first.Etag, second.Etag);
        await grain.LeaveAsync();
        var again = await grain.ViewAsync();
        Assert.NotEqual(second.Activation, again.Activation);
        Assert.Equal((11, second.Etag, true), (again.State.Balance, again.Etag, again.Exists));
        Assert.Equal(["a", "b"], again.State.Notes);
        Assert.Equal(5, again.State.ByDay["a"]);
        Assert.Equal(DayOfWeek.Friday, again.State.LastDay);
        Assert.Equal(second.State.Changed, again.State.Changed);
    });

    [Theory, OnEachRuntime]
    public Task State_that_was_not_written_is_lost_with_the_activation(RuntimeKind kind) => On(kind, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<IAccountGrain>(NewKey());
        await grain.AddAsync(5, "a");
        await grain.SetWithoutWritingAsync(100);
        await grain.LeaveAsync();
        Assert.Equal(5, (await grain.ViewAsync()).State.Balance);
    });

    [Theory, OnEachRuntime]
    public Task Reading_again_takes_what_is_stored(RuntimeKind kind) => On(kind, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<IAccountGrain>(NewKey());
        await grain.AddAsync(5, "a");
        await grain.SetWithoutWritingAsync(100);
        Assert.Equal(5, (await grain.ReadAgainAsync()).State.Balance);
    });

    [Theory, OnEachRuntime]
    public Task Cleared_state_is_new_and_may_be_written_again(RuntimeKind kind) => On(kind, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<IAccountGrain>(NewKey());
        await grain.AddAsync(5, "a");
        var cleared = await grain.ClearAsync();
        Assert.Equal((0, false), (cleared.State.Balance, cleared.Exists));
        await grain.LeaveAsync();
        Assert.False((await grain.ViewAsync()).Exists);
        Assert.Equal(7, (await grain.AddAsync(7, "b")).State.Balance);
    });

    [Theory, OnEachRuntime]
    public Task State_survives_a_restart(RuntimeKind kind) => On(kind, async cluster =>
    {
        var key = NewKey();
        await cluster.Grains.GetGrain<IAccountGrain>(key).AddAsync(5, "a");
        await cluster.RestartAsync();
        Assert.Equal(5, (await cluster.Grains.GetGrain<IAccountGrain>(key).ViewAsync()).State.Balance);
    });

    [Theory, OnEachRuntime]
    public Task Conflicting_write_fails_and_ends_the_activation(RuntimeKind kind) => On(kind, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<IAccountGrain>(NewKey());
        var before = await grain.AddAsync(5, "a");
        await cluster.TouchStateAsync(grain, "account");
        await Assert.ThrowsAsync<InconsistentStateException>(() => grain.AddAsync(6, "b"));
        var after = await grain.ViewAsync();
        Assert.NotEqual(before.Activation, after.Activation);
        Assert.Equal(5, after.State.Balance);
        Assert.Equal(11, (await grain.AddAsync(6, "b")).State.Balance);
    });

    [Theory, OnEachRuntime]
    public Task Conflict_that_the_grain_handles_does_not_end_the_activation(RuntimeKind kind) => On(kind, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<IAccountGrain>(NewKey());
        var before = await grain.AddAsync(5, "a");
        await cluster.TouchStateAsync(grain, "account");
        Assert.False(await grain.TryAddAsync(6));
        Assert.True(await grain.TryAddAsync(6));
        var after = await grain.ViewAsync();
        Assert.Equal((before.Activation, 11), (after.Activation, after.State.Balance));
    });

    [Theory, OnEachRuntime]
    public Task Conflict_ends_only_the_activation_that_it_comes_from(RuntimeKind kind) => On(kind, async cluster =>
    {
        var (key, caller) = (NewKey(), NewKey());
        var grain = cluster.Grains.GetGrain<IAccountGrain>(key);
        await grain.AddAsync(5, "a");
        await cluster.TouchStateAsync(grain, "account");
        var through = cluster.Grains.GetGrain<ITellerGrain>(caller);
        Assert.Equal(1, await through.CallsAsync());
        await Assert.ThrowsAsync<InconsistentStateException>(() => through.AddAsync(key, 6));
        Assert.Equal(2, await through.CallsAsync());
    });
}
