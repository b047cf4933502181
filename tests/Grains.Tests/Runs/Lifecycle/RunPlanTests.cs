using Granary.Grains.Runs.Lifecycle;

namespace Granary.Grains.Tests.Runs.Lifecycle;

public sealed class RunPlanTests
{
    [Fact]
    public void Last_group_may_be_shorter()
    {
        var plan = Plan(2, 5);

        Assert.Equal((3, 5), (plan.Groups, plan.Rows));
        Assert.Equal([(0, 2), (2, 2), (4, 1)], [plan.Group(0), plan.Group(1), plan.Group(2)]);
        Assert.Throws<ArgumentOutOfRangeException>(() => plan.Group(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => plan.Group(-1));
    }

    [Fact]
    public void Extending_adds_groups_and_changes_none()
    {
        var plan = Plan(2, 5, 2);

        Assert.Equal((4, 7), (plan.Groups, plan.Rows));
        Assert.Equal([(0, 2), (2, 2), (4, 1), (5, 2)], Enumerable.Range(0, 4).Select(n => plan.Group(n)));
    }

    [Fact]
    public void A_billion_rows_cost_nothing()
    {
        var plan = Plan(1000, 1_000_000_000);

        Assert.Equal(1_000_000, plan.Groups);
        Assert.Equal((999_999_000L, 1000), plan.Group(999_999));
    }

    private static RunPlan Plan(int size, params long[] rows)
    {
        var segments = new List<RunSegment>();
        foreach (var count in rows)
        {
            segments.Add(new RunSegment { FirstRow = segments.Sum(s => s.Rows), Rows = count });
        }

        return new RunPlan(size, segments);
    }
}
