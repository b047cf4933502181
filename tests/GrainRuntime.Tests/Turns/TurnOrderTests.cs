namespace Granary.GrainRuntime.Tests.Turns;

public sealed class TurnOrderTests : GrainTest
{
    [Theory, OnEachRuntime]
    public Task Calls_of_one_caller_run_in_the_order_they_were_made_within_a_silo(RuntimeKind kind) => On(kind, async cluster =>
    {
        // Between silos, and between client and silo, Orleans keeps no order; nor does the simulation.
        var key = NewKey();
        await cluster.Grains.GetGrain<ICallerGrain>(NewKey()).NoteManyAsync(key, 200);
        Assert.Equal(Enumerable.Range(0, 200).Select(i => $"{i}").Prepend("first"), Gate.Of(key).Notes);
    });

    [Theory, OnEachRuntime]
    public Task Call_waits_until_the_one_before_has_ended_even_while_that_one_awaits(RuntimeKind kind) => On(kind, async cluster =>
    {
        var (key, gate) = (NewKey(), NewKey());
        var grain = cluster.Grains.GetGrain<ITurnGrain>(key);
        var held = grain.HoldAsync(gate, "a");
        await Gate.Of(gate).CameAsync(1);
        var next = grain.NoteAsync("b");
        var other = cluster.Grains.GetGrain<ITurnGrain>(NewKey());
        await other.NoteAsync("elsewhere");
        Assert.False(next.IsCompleted);
        Gate.Of(gate).Open();
        await Task.WhenAll(held, next);
        Assert.Equal(["a begins", "a ends", "b"], Gate.Of(key).Notes);
    });

    [Theory, OnEachRuntime]
    public Task Grains_do_not_wait_for_each_other(RuntimeKind kind) => On(kind, async cluster =>
    {
        var gate = NewKey();
        var held = Enumerable.Range(0, 20).Select(_ => cluster.Grains.GetGrain<ITurnGrain>(NewKey()).HoldAsync(gate, "x")).ToArray();
        await Gate.Of(gate).CameAsync(20);
        Gate.Of(gate).Open();
        await Task.WhenAll(held);
    });
}
