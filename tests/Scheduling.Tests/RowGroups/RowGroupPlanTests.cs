using Granary.Scheduling.RowGroups;

namespace Granary.Scheduling.Tests.RowGroups;

public sealed class RowGroupPlanTests
{
    [Theory]
    [InlineData(0, 1000, 0)]
    [InlineData(1, 1000, 1)]
    [InlineData(1000, 1000, 1)]
    [InlineData(1001, 1000, 2)]
    [InlineData(1_000_000_000, 1, 1_000_000_000)]
    public void Count_is_rows_over_size_rounded_up(long rows, int size, long count) => Assert.Equal(count, new RowGroupPlan(rows, size).Count);

    [Fact]
    public void Last_group_may_be_shorter()
    {
        var plan = new RowGroupPlan(2_500, 1_000);

        Assert.Equal(new RowGroupSpan(0, 0, 1_000), plan.Group(0));
        Assert.Equal(new RowGroupSpan(2, 2_000, 500), plan.Group(2));
        Assert.Equal((1L, 2L), (plan.NumberOf(1_999), plan.NumberOf(2_000)));
    }

    [Fact]
    public void Groups_and_rows_that_do_not_exist_are_errors()
    {
        var plan = new RowGroupPlan(10, 5);

        Assert.Throws<ArgumentOutOfRangeException>(() => plan.Group(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => plan.Group(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => plan.NumberOf(10));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RowGroupPlan(10, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RowGroupPlan(-1, 5));
    }
}
