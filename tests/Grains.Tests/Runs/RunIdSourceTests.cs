using Granary.Grains.Runs;
using Granary.TestKit;

namespace Granary.Grains.Tests.Runs;

public sealed class RunIdSourceTests
{
    [Fact]
    public void Id_is_the_time_and_the_entropy_in_base_32()
    {
        var ids = new RunIdSource(new ManualClock(DateTimeOffset.FromUnixTimeMilliseconds(32)), static span => span.Clear());

        Assert.Equal("r_00000000100000000000000000", ids.Next());
        Assert.Equal("r_00000000100000000000000001", ids.Next());
    }

    [Fact]
    public void Ids_sort_by_time_and_within_a_millisecond_by_order()
    {
        var clock = new ManualClock();
        var ids = new RunIdSource(clock, static span => span.Fill(0xFF));
        var made = new List<string>();
        for (var i = 0; i < 50; i++)
        {
            made.Add(ids.Next());
            made.Add(ids.Next());
            clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(made.Order(StringComparer.Ordinal), made);
        Assert.Equal(100, made.Distinct().Count());
        Assert.All(made, id => Assert.Equal(28, id.Length));
    }

    [Fact]
    public void Default_entropy_makes_two_sources_differ()
    {
        var clock = new ManualClock();

        Assert.NotEqual(new RunIdSource(clock).Next(), new RunIdSource(clock).Next());
    }
}
