namespace Granary.GrainRuntime.Tests.Lifecycle;

public sealed class StatelessWorkerTests : GrainTest
{
    [Theory, OnEachRuntime]
    public Task Calls_run_at_the_same_time_on_several_workers_and_no_more_than_allowed(RuntimeKind kind) => On(kind, async cluster =>
    {
        var gate = NewKey();
        var grain = cluster.Grains.GetGrain<IDoorGrain>(NewKey());
        var held = grain.HoldWorkersAsync(7, 6, gate);
        await Gate.Of(gate).CameAsync(3);
        Assert.Equal(3, Gate.Of(gate).Notes.Distinct().Count());
        Assert.Equal(3, Gate.Of(gate).Count);
        Gate.Of(gate).Open();
        await held;
        Assert.Equal(6, Gate.Of(gate).Count);
        Assert.Equal(3, Gate.Of(gate).Notes.Distinct().Count());
    });

    [Theory, OnEachRuntime]
    public Task One_call_after_another_uses_one_worker(RuntimeKind kind) => On(kind, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<IDoorGrain>(NewKey());
        Assert.Single((await grain.AskWorkersAsync(9, 10)).Distinct());
    });
}
