namespace Granary.GrainRuntime.Tests.Identity;

public sealed class IdentityTests : GrainTest
{
    [Theory, OnEachRuntime]
    public Task Keys_of_each_kind_arrive(RuntimeKind kind) => On(kind, async cluster =>
    {
        Assert.Equal(-42, await cluster.Grains.GetGrain<INumberGrain>(-42).KeyAsync());
        Assert.Equal(long.MaxValue, await cluster.Grains.GetGrain<INumberGrain>(long.MaxValue).KeyAsync());
        var guid = Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e");
        Assert.Equal(guid, await cluster.Grains.GetGrain<IGuidGrain>(guid).KeyAsync());
        Assert.Equal("a/b c", cluster.Grains.GetGrain<IFrontGrain>("a/b c").GetPrimaryKeyString());
        Assert.Equal(-42, cluster.Grains.GetGrain<INumberGrain>(-42).GetPrimaryKeyLong());
    });

    [Theory, OnEachRuntime]
    public Task Interfaces_of_one_class_reach_one_grain(RuntimeKind kind) => On(kind, async cluster =>
    {
        var key = NewKey();
        await cluster.Grains.GetGrain<IFrontGrain>(key).AddAsync(5);
        Assert.Equal(5, await cluster.Grains.GetGrain<IBackGrain>(key).TotalAsync());
        Assert.Equal(5, await cluster.Grains.GetGrain<IFrontGrain>(key).AsReference<IBackGrain>().TotalAsync());
        Assert.Equal($"two-faced/{key}", cluster.Grains.GetGrain<IBackGrain>(key).GetGrainId().ToString());
        Assert.Equal(5, await cluster.Grains.GetGrain<IBackGrain>(GrainId.Create("two-faced", key)).TotalAsync());
    });

    [Theory, OnEachRuntime]
    public Task References_travel_and_are_equal_by_identity(RuntimeKind kind) => On(kind, async cluster =>
    {
        var (key, other) = (NewKey(), NewKey());
        var grain = cluster.Grains.GetGrain<IFrontGrain>(key);
        var self = await grain.SelfAsync();
        Assert.Equal(grain, self);
        Assert.Equal(grain.GetHashCode(), self.GetHashCode());
        Assert.NotEqual(grain, cluster.Grains.GetGrain<IFrontGrain>(other));
        Assert.Equal(3, await cluster.Grains.GetGrain<IFrontGrain>(other).AddByReferenceAsync(self, 3));
        Assert.Equal(7, await self.AddAsync(4));
    });

    [Theory, OnEachRuntime]
    public Task Interface_without_a_class_is_refused(RuntimeKind kind) => On(kind, cluster =>
    {
        Assert.Throws<ArgumentException>(() => cluster.Grains.GetGrain<IHomelessGrain>("x"));
        return Task.CompletedTask;
    });
}
