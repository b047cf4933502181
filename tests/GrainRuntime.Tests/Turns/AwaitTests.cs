namespace Granary.GrainRuntime.Tests.Turns;

public sealed class AwaitTests : GrainTest
{
    [Theory, OnEachRuntime]
    public Task Interleaved_turns_never_run_at_the_same_moment(RuntimeKind kind) => On(kind, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<IAwaitGrain>(NewKey());
        var violations = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => grain.CrowdAsync(100)));
        Assert.All(violations, v => Assert.Equal(0, v));
    });

    [Theory, OnEachRuntime]
    public Task Awaits_come_back_to_the_turns_of_the_grain(RuntimeKind kind) => On(kind, async cluster =>
    {
        Assert.True(await cluster.Grains.GetGrain<IAwaitGrain>(NewKey()).ComesBackAsync());
    });

    [Theory, OnEachRuntime(Simulated = false)]
    public Task Awaits_of_the_pools_work_come_back_to_the_turns_of_the_grain(RuntimeKind kind) => On(kind, async cluster =>
    {
        Assert.True(await cluster.Grains.GetGrain<IAwaitGrain>(NewKey()).ComesBackFromThePoolAsync());
    });
}
