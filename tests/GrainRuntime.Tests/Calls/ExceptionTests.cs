namespace Granary.GrainRuntime.Tests.Calls;

public sealed class ExceptionTests : GrainTest
{
    [Theory, OnEachRuntime]
    public Task Exception_arrives_with_its_type_and_message(RuntimeKind kind) => On(kind, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<IFailGrain>(NewKey());
        var error = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(grain.BeforeAwaitAsync);
        Assert.StartsWith("too heavy", error.Message, StringComparison.Ordinal);
        var second = await Assert.ThrowsAsync<InvalidDataException>(async () => await grain.ByValueAsync());
        Assert.Equal("by value", second.Message);
        await grain.NothingByValueAsync();
    });

    [Theory, OnEachRuntime]
    public Task Exception_of_our_own_arrives_with_its_data_and_the_remote_stack(RuntimeKind kind) => On(kind, async cluster =>
    {
        var grain = cluster.Grains.GetGrain<IFailGrain>(NewKey());
        var error = await Assert.ThrowsAsync<FruitException>(grain.AfterAwaitAsync);
        Assert.Equal(("rotten", 7), (error.Message, error.Weight));
        Assert.Contains("ThrowFruit", error.StackTrace, StringComparison.Ordinal);
    });

    [Theory, OnEachRuntime]
    public Task Exception_passes_through_a_grain_in_between(RuntimeKind kind) => On(kind, async cluster =>
    {
        var error = await Assert.ThrowsAsync<FruitException>(() => cluster.Grains.GetGrain<IFailGrain>(NewKey()).ThroughAsync(NewKey()));
        Assert.Equal("rotten", error.Message);
    });
}
