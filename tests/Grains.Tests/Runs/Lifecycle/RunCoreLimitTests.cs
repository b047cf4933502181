using Granary.Abstractions.Runs;

namespace Granary.Grains.Tests.Runs.Lifecycle;

/// <summary>A sealed row of the driver costs 10 tokens in and 5 out per column; the writer's are priced at 1,000 and 2,000 USD a million: 0.02 USD.</summary>
public sealed class RunCoreLimitTests
{
    [Fact]
    public void Cost_and_usage_are_shown_for_the_run_and_by_column()
    {
        var run = RunCoreDriver.Fresh(rows: 40);
        run.Seal(0);
        var view = run.Core.View("r_1", static name => name, run.Now);

        Assert.Equal(new RunCost(0.04m, null, "USD"), view.Cost);
        Assert.Equal((null, 0.04m), (view.Columns[0].Cost, view.Columns[1].Cost));
        Assert.Equal(20, view.Columns[1].Usage.InputTokens);
    }

    [Fact]
    public void Expected_cost_is_told_from_twenty_cells_on()
    {
        var run = RunCoreDriver.Fresh(rows: 40);
        for (var group = 0; group < 10; group++)
        {
            run.Seal(group);
        }

        Assert.Equal(new RunCost(0.4m, 0.8m, "USD"), run.Core.View("r_1", static name => name, run.Now).Cost);
    }

    [Fact]
    public void Tokens_used_up_pause_the_run_and_a_higher_limit_lets_it_go_on()
    {
        var run = RunCoreDriver.Fresh(shape: RunCoreDriver.NewShape(maxTokens: 30));
        run.Report(0, totals: RunCoreDriver.Totals(1, 0));
        run.Tick(1);
        Assert.Equal(RunState.Running, run.State);

        run.Report(1, totals: RunCoreDriver.Totals(1, 0));
        run.Tick(1);
        Assert.Equal((RunState.Pausing, "limit_reached: limits.maxTokens of 30 is used up; resume with a higher one"), (run.State, run.Core.State.Reason));

        run.Report(0, RowGroupPhase.Closed, totals: RunCoreDriver.Totals(1, 0));
        run.Report(1, RowGroupPhase.Closed, totals: RunCoreDriver.Totals(1, 0));
        Assert.Equal(RunState.Paused, run.State);
        Assert.Equal(RunActionOutcome.Accepted, run.Do(run.Core.Resume("more money", new RunLimitChange(null, 60, null), run.Now)));
        run.Tick(1);
        Assert.Equal((RunState.Running, "more money"), (run.State, run.Core.State.Reason));
        Assert.Equal(RunState.Running, run.Reactivated().State);
    }

    [Fact]
    public void Money_spent_pauses_the_run_and_says_how_much()
    {
        var run = RunCoreDriver.Fresh(shape: RunCoreDriver.NewShape(maxCost: 0.04m));

        run.Seal(0);
        Assert.Equal((RunState.Pausing, "limit_reached: limits.maxCost of 0.04 USD is spent; resume with a higher one"), (run.State, run.Core.State.Reason));
    }

    [Fact]
    public void Deadline_says_nothing_before_there_is_a_rate_and_then_whether_it_will_be_kept()
    {
        var run = RunCoreDriver.Fresh(rows: 1000, size: 500, shape: RunCoreDriver.NewShape(deadline: TimeSpan.FromSeconds(100)));
        var at = run.Now.AddSeconds(100);
        var first = run.Core.View("r", static n => n, run.Now).Deadline!;
        Assert.Equal((at, null), (first.At, first.InTime));

        Feed(run, seconds: 20, perSecond: 5);
        var late = run.Core.View("r", static n => n, run.Now);
        Assert.Equal(false, late.Deadline!.InTime);
        Assert.StartsWith("should end at ", late.Deadline.Basis, StringComparison.Ordinal);
        Assert.Equal(RunState.Running, run.State);

        Feed(run, seconds: 20, perSecond: 30, from: 100);
        Assert.Equal(true, run.Core.View("r", static n => n, run.Now).Deadline!.InTime);
        run.Do(run.Core.Pause(null, run.Now));
        Assert.Equal((null, "the run is pausing"), (run.Core.View("r", static n => n, run.Now).Deadline!.InTime, run.Core.View("r", static n => n, run.Now).Deadline!.Basis));
        Assert.Null(RunCoreDriver.Fresh().Core.View("r", static n => n, run.Now).Deadline);
    }

    [Fact]
    public void Warnings_of_the_document_stay_with_the_run()
    {
        var state = Granary.Grains.Runs.Lifecycle.RunCore.NewState(new RunStart(new RunSubmission("acme", "json", []), "n", "abc", 2, 2, default, [], ["odd"]));
        Assert.Equal(["odd"], new RunCoreDriver(state).Core.View("r", static n => n, default).Warnings);
    }

    private static void Feed(RunCoreDriver run, int seconds, int perSecond, int from = 0)
    {
        for (var second = 1; second <= seconds; second++)
        {
            run.Report(0, totals: RunCoreDriver.Totals(from + (second * perSecond), 0));
            run.Tick(1);
        }
    }

    [Fact]
    public void Same_limit_again_pauses_at_once()
    {
        var run = RunCoreDriver.Fresh(shape: RunCoreDriver.NewShape(maxCost: 0.04m));
        run.Seal(0);
        run.Report(1, RowGroupPhase.Closed);
        run.Do(run.Core.Resume(null, null, run.Now));
        run.Tick(1);

        Assert.Equal(RunState.Pausing, run.State);
    }
}
