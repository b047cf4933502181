using Granary.Executors.Pools;

namespace Granary.Executors.Tests.Pools;

public sealed class StableLaneTests
{
    [Theory]
    [InlineData("user-42", 0xa39532c7ab051e8d, 1, 1, 6, 6)]
    [InlineData("größe", 0x2eb895f56869eaa1, 0, 2, 6, 6)]
    public void Published_vectors(string key, ulong hash, int of2, int of4, int of8, int of16)
    {
        Assert.Equal(hash, StableLane.Hash(key));
        Assert.Equal([of2, of4, of8, of16], new[] { 2, 4, 8, 16 }.Select(lanes => StableLane.Of(key, lanes)));
    }

    [Fact]
    public void One_lane_takes_all_and_many_lanes_are_all_used()
    {
        var keys = Enumerable.Range(0, 1000).Select(static n => $"key-{n}").ToList();
        Assert.All(keys, static key => Assert.Equal(0, StableLane.Of(key, 1)));
        Assert.Equal(Enumerable.Range(0, 16), keys.Select(static key => StableLane.Of(key, 16)).Distinct().Order());
    }
}
