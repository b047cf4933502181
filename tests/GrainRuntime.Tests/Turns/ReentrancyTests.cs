namespace Granary.GrainRuntime.Tests.Turns;

public sealed class ReentrancyTests : GrainTest
{
    [Theory, OnEachRuntime]
    public Task Reentrant_grain_lets_calls_in_at_awaits(RuntimeKind kind) => On(kind, async cluster =>
    {
        var (key, gate) = (NewKey(), NewKey());
        var grain = cluster.Grains.GetGrain<IReentrantTurnGrain>(key);
        var held = grain.HoldAsync(gate, "a");
        await Gate.Of(gate).CameAsync(1);
        await grain.NoteAsync("b");
        Gate.Of(gate).Open();
        await held;
        Assert.Equal(["a begins", "b", "a ends"], Gate.Of(key).Notes);
    });

    [Theory, OnEachRuntime]
    public Task AlwaysInterleave_call_comes_in_while_another_awaits(RuntimeKind kind) => On(kind, async cluster =>
    {
        var (key, gate) = (NewKey(), NewKey());
        var grain = cluster.Grains.GetGrain<ITurnGrain>(key);
        var held = grain.HoldAsync(gate, "a");
        await Gate.Of(gate).CameAsync(1);
        var waits = grain.NoteAsync("c");
        await grain.NoteAnywayAsync("b");
        Assert.False(waits.IsCompleted);
        Gate.Of(gate).Open();
        await Task.WhenAll(held, waits);
        Assert.Equal(["a begins", "b", "a ends", "c"], Gate.Of(key).Notes);
    });

    [Theory, OnEachRuntime]
    public Task ReadOnly_calls_interleave_with_each_other_and_not_with_others(RuntimeKind kind) => On(kind, async cluster =>
    {
        var (key, gate) = (NewKey(), NewKey());
        var grain = cluster.Grains.GetGrain<ITurnGrain>(key);
        var reading = grain.HoldReadingAsync(gate, "read");
        await Gate.Of(gate).CameAsync(1);
        var writing = grain.NoteAsync("write");
        await grain.NoteReadingAsync("read too");
        Assert.False(writing.IsCompleted);
        Gate.Of(gate).Open();
        await Task.WhenAll(reading, writing);
        Assert.Equal(["read begins", "read too", "read ends", "write"], Gate.Of(key).Notes);
    });

    [Theory, OnEachRuntime]
    public Task ReadOnly_call_waits_for_a_call_that_is_not(RuntimeKind kind) => On(kind, async cluster =>
    {
        var (key, gate) = (NewKey(), NewKey());
        var grain = cluster.Grains.GetGrain<ITurnGrain>(key);
        var writing = grain.HoldAsync(gate, "write");
        await Gate.Of(gate).CameAsync(1);
        var reading = grain.NoteReadingAsync("read");
        await grain.NoteAnywayAsync("seen");
        Assert.False(reading.IsCompleted);
        Gate.Of(gate).Open();
        await Task.WhenAll(reading, writing);
        Assert.Equal(["write begins", "seen", "write ends", "read"], Gate.Of(key).Notes);
    });

    [Theory, OnEachRuntime]
    public Task MayInterleave_asks_the_grain_about_each_call(RuntimeKind kind) => On(kind, async cluster =>
    {
        var (key, gate) = (NewKey(), NewKey());
        var grain = cluster.Grains.GetGrain<IPickyTurnGrain>(key);
        var held = grain.HoldAsync(gate, "a");
        await Gate.Of(gate).CameAsync(1);
        var waits = grain.NoteAsync("patient");
        await grain.NoteAsync("urgent");
        Assert.False(waits.IsCompleted);
        Gate.Of(gate).Open();
        await Task.WhenAll(held, waits);
        Assert.Equal(["a begins", "urgent", "a ends", "patient"], Gate.Of(key).Notes);
    });
}
