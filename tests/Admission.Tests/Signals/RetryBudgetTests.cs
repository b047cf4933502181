using Granary.Admission.Signals;

namespace Granary.Admission.Tests.Signals;

public sealed class RetryBudgetTests
{
    [Fact]
    public void Holds_20_at_first_gains_from_first_attempts_and_time_and_never_exceeds_100()
    {
        var budget = new RetryBudget(10);
        Assert.Equal(20, budget.Left(10));
        for (var i = 0; i < 20; i++)
        {
            Assert.True(budget.TryTake(10));
        }

        Assert.False(budget.TryTake(10));
        for (var i = 0; i < 5; i++)
        {
            budget.FirstAttempt(10);
        }

        Assert.Equal(1, budget.Left(10), 9);
        budget.FirstAttempt(10);
        Assert.True(budget.TryTake(10));
        Assert.False(budget.TryTake(10.7));
        Assert.True(budget.TryTake(10.9));
        Assert.Equal(100, budget.Left(3600));
        budget.FirstAttempt(3600);
        Assert.Equal(100, budget.Left(3600));
    }

    [Fact]
    public void An_earlier_instant_changes_nothing()
    {
        var budget = new RetryBudget(0);
        for (var i = 0; i < 20; i++)
        {
            budget.TryTake(5);
        }

        Assert.Equal(5, budget.Left(5), 9);
        Assert.Equal(5, budget.Left(1), 9);
        Assert.Equal(5, budget.Left(5), 9);
        Assert.Equal(6.5, budget.Left(6.5), 9);
    }
}
