using Granary.Abstractions.Runs;
using Granary.Grains.Runs.Lifecycle;

namespace Granary.Grains.Tests.Runs.Lifecycle;

/// <summary>Early shutdown, an alias that stays away, extending, and what cannot be continued.</summary>
public sealed class RunCoreEndsTests
{
    [Fact]
    public void Early_shutdown_finishes_open_groups_opens_no_new_ones_and_ends_with_that_outcome()
    {
        var run = RunCoreDriver.Fresh();

        Assert.Equal(RowGroupOrder.Finish, run.Report(0, outcomes: ".xxx", totals: RunCoreDriver.Totals(0, 1)));
        Assert.Equal("persist tell0:Finish tell1:Finish", run.Asked);
        Assert.Equal(RowGroupOrder.Finish, run.Report(1));
        run.Seal(0, rows: 1, partial: true);
        Assert.Equal("persist writemanifest", run.Asked);
        run.Seal(1, rows: 0, partial: true);
        Assert.Equal(RunState.Completing, run.State);
        run.Do(run.Core.Assembled(null, run.Now));
        Assert.Equal((RunState.Completed, "early_shutdown", "invalid_output 1"), (run.State, run.Core.State.Outcome, run.Core.State.Reason));

        Assert.Equal(RunActionOutcome.Accepted, run.Do(run.Core.Resume(null, null, run.Now)));
        Assert.Equal("rise persist writemanifest open2:Go open3:Go", run.Asked);
        Assert.Null(run.Core.State.Outcome);
    }

    [Fact]
    public void Reports_that_overlap_count_each_outcome_once()
    {
        var run = RunCoreDriver.Fresh();
        run.Report(0, outcomes: "x.");
        run.Report(0, outcomes: "x.");
        run.Report(0, outcomes: "x..");

        Assert.Null(run.Core.State.ShutdownCause);
        run.Report(0, session: 2, outcomes: "xx");
        Assert.NotNull(run.Core.State.ShutdownCause);
    }

    [Fact]
    public void Shutdown_survives_an_activation()
    {
        var run = RunCoreDriver.Fresh();
        run.Report(0, outcomes: "xxxx");

        var again = run.Reactivated();

        Assert.Equal("persist writemanifest assemble", again.Asked);
        Assert.Equal(RunState.Completing, again.State);
    }

    [Theory]
    [InlineData("pause", RunState.Pausing)]
    [InlineData("fail", RunState.Failed)]
    [InlineData("drop", RunState.Running)]
    public void Alias_without_a_success_for_longer_than_the_patience(string onExhausted, RunState expected)
    {
        var run = RunCoreDriver.Fresh(shape: RunCoreDriver.NewShape(onExhausted: onExhausted));
        var since = run.Now;
        for (var minute = 0; minute < 14; minute++)
        {
            Trouble(run, since);
            run.Tick(60);
            Assert.Equal(RunState.Running, run.State);
        }

        run.Tick(60);

        Assert.Equal(expected, run.State);
        if (expected != RunState.Running)
        {
            Assert.StartsWith("provider_exhausted: alias writer had no success since 2026-01-01T00:00:00", run.Core.State.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_success_anywhere_starts_the_patience_anew()
    {
        var run = RunCoreDriver.Fresh();
        var since = run.Now;
        for (var minute = 0; minute < 40; minute++)
        {
            Trouble(run, since);
            run.Report(1, totals: RunCoreDriver.Totals(minute / 10, 0));
            run.Tick(60);
        }

        Assert.Equal(RunState.Running, run.State);
    }

    [Fact]
    public void More_rows_extend_a_finished_run_by_new_groups_only()
    {
        var run = Finished(rows: 5);

        Assert.Equal(RunActionOutcome.Accepted, run.Do(Continue(run, 7)));

        Assert.Equal("rise persist writemanifest open3:Go", run.Asked);
        var assignment = run.Core.Assignment("r", 3, RowGroupOrder.Go);
        Assert.Equal((5L, 2), (assignment.FirstRow, assignment.Rows));
        run.Seal(3);
        run.Do(run.Core.Assembled(null, run.Now));
        Assert.Equal("complete", run.Core.State.Outcome);
        Assert.Equal(7, run.Reactivated().Core.View("r", static n => n, run.Now).Rows.Asked);
    }

    [Fact]
    public void Same_rows_of_a_finished_run_have_nothing_to_do_and_fewer_are_refused()
    {
        var run = Finished(rows: 5);

        Assert.Equal((RunActionOutcome.AlreadySo, ""), (run.Do(Continue(run, 5)), run.Asked));
        Assert.Equal("run_shrinks", Continue(run, 4).Conflict!.Code);
        Assert.Equal("The run is completed, so it cannot be resumed; possible: nothing.", run.Core.Resume(null, null, run.Now).Conflict!.Detail);
    }

    [Fact]
    public void Running_run_is_not_extended_but_goes_on()
    {
        var run = RunCoreDriver.Fresh();

        Assert.Equal("run_state", Continue(run, 11).Conflict!.Code);
        Assert.Equal(RunActionOutcome.AlreadySo, run.Do(Continue(run, 10)));
    }

    [Fact]
    public void Run_at_rest_for_too_long_cannot_be_resumed()
    {
        var run = RunCoreDriver.Fresh();
        run.Do(run.Core.Cancel(null, run.Now));
        run.Report(0, RowGroupPhase.Closed);
        run.Report(1, RowGroupPhase.Closed);
        run.Now = run.Now.AddDays(7);
        Assert.Null(run.Core.Resume(null, null, run.Now).Conflict);

        var late = RunCoreDriver.Fresh();
        late.Do(late.Core.Failed("internal", "x", late.Now));
        late.Now = late.Now.AddDays(7).AddSeconds(1);
        Assert.Contains("Runs:ResumeRetention", late.Core.Resume(null, null, late.Now).Conflict!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_whose_part_is_gone_are_made_again()
    {
        var run = Finished(rows: 5);
        run.Do(run.Core.PartsMissing([1, 77]));
        Assert.Equal(("persist", "warning"), (run.Asked, run.Shown));

        Assert.Equal(RunActionOutcome.Accepted, run.Do(run.Core.Resume(null, null, run.Now)));
        Assert.Equal("rise persist writemanifest open1:Go", run.Asked);
        Assert.Equal(3, run.Core.View("r", static n => n, run.Now).Rows.Sealed);
    }

    private static RunCoreDriver Finished(int rows)
    {
        var run = RunCoreDriver.Fresh(rows);
        for (var group = 0; group * 2 < rows; group++)
        {
            run.Seal(group, Math.Min(2, rows - (group * 2)));
        }

        run.Do(run.Core.Assembled(null, run.Now));
        return run;
    }

    private static RunDecision Continue(RunCoreDriver run, long rows) =>
        run.Core.Continue(new RunSubmission("acme", "json", []), run.Shape, rows, run.Now);

    private static void Trouble(RunCoreDriver run, DateTimeOffset since) => run.Take(run.Core.Report(
        run.NewReport(0, RowGroupPhase.Running, 1, null, "", null) with { Troubles = [new AliasTrouble("writer", since, "rate_limit")] }, run.Now));
}
