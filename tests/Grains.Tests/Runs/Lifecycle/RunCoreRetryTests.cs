using Granary.Abstractions.Runs;

namespace Granary.Grains.Tests.Runs.Lifecycle;

/// <summary>One retry budget for all row groups of a run. Ten rows of two columns: 50 + 4.</summary>
public sealed class RunCoreRetryTests
{
    [Fact]
    public void Groups_share_the_budget_and_a_grant_is_written_before_it_is_answered()
    {
        var run = RunCoreDriver.Fresh(10, 2);
        Assert.Equal((50L, "persist"), (Ask(run, 0, 50), run.Asked));
        Assert.Equal((50L, ""), (Ask(run, 0, 50), run.Asked));
        Assert.Equal(4, Ask(run, 1, 10));
        Assert.Equal(new RunRetries(54, 54), run.Core.View("r", static n => n, run.Now).Retries);
    }

    [Fact]
    public void Grants_survive_a_restart_of_the_run_and_the_end_of_their_group()
    {
        var run = RunCoreDriver.Fresh(10, 2);
        Ask(run, 0, 20);
        Ask(run, 1, 30);
        run.Seal(0);
        var woken = run.Reactivated();
        Assert.Equal((20L, 30L), (woken.Core.State.RetriesOfSealed, woken.Core.State.Retries[1]));
        Assert.Equal(34, Ask(woken, 1, 40));
        Assert.Equal(0, Ask(woken, 2, 1));
        Assert.Equal(0, Ask(woken, 0, 21));
        Assert.Equal(0, Ask(woken, 99, 1));
    }

    private static long Ask(RunCoreDriver run, long group, long total)
    {
        var (granted, effects) = run.Core.TakeRetries(group, total);
        run.Do(effects);
        return granted;
    }
}
