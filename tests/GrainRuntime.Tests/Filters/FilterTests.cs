namespace Granary.GrainRuntime.Tests.Filters;

public sealed class FilterTests : GrainTest
{
    private static readonly TestClusterSettings Filtered = new() { Filters = true };

    [Theory, OnEachRuntime]
    public Task Filters_see_calls_and_change_results_from_the_inside_out(RuntimeKind kind) => On(kind, Filtered, async cluster =>
    {
        var (key, gate) = (NewKey(), NewKey());
        RequestContext.Set("gate", gate);
        var answer = await cluster.Grains.GetGrain<IFilteredGrain>(key).EchoAsync("hello");
        RequestContext.Clear();
        Assert.Equal("[<hello set by the filter!>]", answer);
        Assert.Equal([$"out EchoAsync {key}", $"in EchoAsync FilteredGrain {key} hello"], Gate.Of(gate).Notes);
    });

    [Theory, OnEachRuntime]
    public Task Filter_may_refuse_a_call(RuntimeKind kind) => On(kind, Filtered, async cluster =>
    {
        RequestContext.Set("gate", NewKey());
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => cluster.Grains.GetGrain<IFilteredGrain>(NewKey()).EchoAsync("forbidden"));
        RequestContext.Clear();
    });

    [Theory, OnEachRuntime]
    public Task Grain_filters_its_own_calls_without_any_service(RuntimeKind kind) => On(kind, async cluster =>
    {
        Assert.Equal("hello untagged!", await cluster.Grains.GetGrain<IFilteredGrain>(NewKey()).EchoAsync("hello"));
    });
}
