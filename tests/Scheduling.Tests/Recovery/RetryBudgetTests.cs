using Granary.Scheduling.Recovery;

namespace Granary.Scheduling.Tests.Recovery;

public sealed class RetryBudgetTests
{
    [Theory]
    [InlineData(0, 50)]
    [InlineData(4, 50)]
    [InlineData(5, 51)]
    [InlineData(1_004, 250)]
    [InlineData(5_000_000_000, 1_000_000_050)]
    public void Budget_is_50_and_a_fifth_of_the_tasks(long tasks, long budget) => Assert.Equal(budget, RetryBudget.Of(tasks));

    [Fact]
    public void Row_groups_share_it_and_asking_again_takes_nothing_more()
    {
        var budget = new RetryBudget(new Dictionary<long, long>(), 0);
        Assert.Equal(200, budget.Grant(0, 200, 1_004));
        Assert.Equal(200, budget.Grant(0, 200, 1_004));
        Assert.Equal(200, budget.Grant(0, 150, 1_004));
        Assert.Equal(50, budget.Grant(1, 100, 1_004));
        Assert.Equal(200, budget.Grant(0, 230, 1_004));
        Assert.Equal(0, budget.Grant(2, 1, 1_004));
        Assert.Equal((250L, 0L), (budget.Used, budget.Closed));
    }

    [Fact]
    public void Finished_groups_stay_counted_and_an_extended_run_has_more()
    {
        var open = new Dictionary<long, long>();
        var budget = new RetryBudget(open, 0);
        budget.Grant(0, 40, 0);
        budget.Grant(1, 9, 0);
        budget.Close(0);
        budget.Close(0);
        budget.Close(7);
        Assert.Equal((49L, 40L, 1), (budget.Used, budget.Closed, open.Count));
        Assert.Equal(10, budget.Grant(1, 100, 0));
        Assert.Equal(0, budget.Grant(2, 100, 0));
        Assert.Equal(20, budget.Grant(2, 100, 100));
    }

    [Fact]
    public void Budget_of_an_earlier_life_counts()
    {
        var open = new Dictionary<long, long> { [3] = 30 };
        var budget = new RetryBudget(open, 19);
        Assert.Equal(49, budget.Used);
        Assert.Equal(30, budget.Grant(3, 30, 0));
        Assert.Equal(1, budget.Grant(4, 5, 0));
        Assert.Equal([3L, 4L], open.Keys.Order());
    }

    [Fact]
    public void Group_asks_once_for_what_it_lacks_and_uses_what_it_gets()
    {
        var group = RetryAllowance.OfRun();
        Assert.Equal(3, group.ToAsk(3));
        Assert.Equal(0, group.Take(3));
        group.Answer(3, 2);
        Assert.Null(group.ToAsk(3));
        Assert.Equal(2, group.Take(3));
        Assert.Equal(2, group.Used);

        // One was refused and is gone; the two others failed again.
        Assert.Equal(4, group.ToAsk(2));
        group.Answer(4, 2);
        Assert.Null(group.ToAsk(2));
        Assert.Equal(0, group.Take(2));
    }

    [Fact]
    public void Re_entries_of_an_earlier_session_are_asked_for_too()
    {
        var group = RetryAllowance.OfRun();
        group.Restore();
        group.Restore();
        Assert.Equal(3, group.ToAsk(1));
        group.Answer(3, 2);
        Assert.Equal(0, group.Take(1));
        group.Answer(3, 3);
        Assert.Equal(1, group.Take(1));
    }

    [Fact]
    public void Group_alone_has_the_budget_of_its_own_tasks_and_asks_nobody()
    {
        var group = RetryAllowance.Alone(100);
        Assert.Null(group.ToAsk(1_000));
        Assert.Equal(70, group.Take(1_000));
    }
}
