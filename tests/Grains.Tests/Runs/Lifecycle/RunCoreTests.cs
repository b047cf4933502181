using Granary.Abstractions.Runs;
using Granary.Grains.Runs.Lifecycle;
using Granary.Grains.Runs.Profiles;

namespace Granary.Grains.Tests.Runs.Lifecycle;

public sealed class RunCoreTests
{
    [Fact]
    public void New_run_rises_is_stored_and_opens_its_window_in_that_order()
    {
        var run = RunCoreDriver.Fresh();

        Assert.Equal("rise persist open0:Go open1:Go", run.Asked);
        Assert.Equal(RunState.Running, run.State);
    }

    [Fact]
    public void Preflight_comes_first_and_is_not_asked_again()
    {
        var run = RunCoreDriver.Fresh(shape: RunCoreDriver.NewShape(preflight: true));
        Assert.Equal(("rise persist preflight", RunState.Preflight), (run.Asked, run.State));
        Assert.Equal("persist preflight", run.Reactivated().Asked);

        run.Do(run.Core.PreflightEnded(null, run.Now));
        Assert.Equal("persist writemanifest open0:Go open1:Go", run.Asked);
        Assert.Equal("persist open0:Go open1:Go", run.Reactivated().Asked);
    }

    [Fact]
    public void Failed_preflight_fails_the_run_before_its_first_task_and_a_resume_asks_again()
    {
        var run = RunCoreDriver.Fresh(shape: RunCoreDriver.NewShape(preflight: true));

        run.Do(run.Core.PreflightEnded("alias writer: no key", run.Now));
        Assert.Equal(("persist writemanifest rest", "state end"), (run.Asked, run.Shown));
        Assert.Equal((RunState.Failed, "preflight_failed: alias writer: no key"), (run.State, run.Core.State.Reason));

        Assert.Equal(RunActionOutcome.Accepted, run.Do(run.Core.Resume(null, null, run.Now)));
        Assert.Equal("rise persist writemanifest preflight", run.Asked);
    }

    [Fact]
    public void Sealed_groups_move_the_window_and_the_last_one_completes_the_run()
    {
        var run = RunCoreDriver.Fresh();

        Assert.Equal(RowGroupOrder.Forget, run.Seal(1));
        Assert.Equal("persist writemanifest open2:Go", run.Asked);
        run.Seal(0);
        Assert.Equal("persist open3:Go", run.Asked);
        run.Seal(2);
        run.Seal(4, rows: 1);
        Assert.Equal(RunState.Running, run.State);
        run.Seal(3);
        Assert.Equal(("persist writemanifest assemble", RunState.Completing), (run.Asked, run.State));
        Assert.Equal("persist assemble", run.Reactivated().Asked);

        run.Do(run.Core.Assembled(null, run.Now));
        Assert.Equal(("persist writemanifest rest", "state end"), (run.Asked, run.Shown));
        var view = run.Core.View("r_1", static n => "/store/" + n, run.Now);
        Assert.Equal((RunState.Completed, "complete", new RunRows(10, 9, 1, 0, 0), "/store/runs/r_1/test.jsonl"), (view.State, view.Outcome, view.Rows, view.Artifact));
        Assert.Equal(new RunUsage(9, 0, 90, 45, 0), view.Usage);
        Assert.Equal(new RunGroups(0, 2, 5, 5), view.Groups);
        Assert.Equal([0L, 1L, 2L, 3L, 4L], run.Core.Manifest("r_1").Parts.Select(p => p.Group));
        Assert.Equal("", run.Reactivated().Asked);
    }

    [Fact]
    public void Repeated_seal_changes_nothing_and_another_sessions_files_are_discarded()
    {
        var run = RunCoreDriver.Fresh();
        run.Seal(0);

        Assert.Equal((RowGroupOrder.Forget, ""), (run.Seal(0), run.Asked));
        Assert.Equal((RowGroupOrder.Discard, ""), (run.Seal(0, session: 2, name: "p0-2"), run.Asked));
        Assert.Equal(RowGroupOrder.Forget, run.Report(0, session: 2));
        Assert.Equal(2, run.Core.State.SealedTotals!.RowsDone);
    }

    [Fact]
    public void Session_that_was_replaced_is_told_to_leave()
    {
        var run = RunCoreDriver.Fresh();

        Assert.Equal(RowGroupOrder.Go, run.Report(0, session: 3));
        Assert.Equal(RowGroupOrder.Leave, run.Report(0, session: 2));
        Assert.Equal(RowGroupOrder.Leave, run.Seal(0, session: 2));
        Assert.Empty(run.Core.State.Sealed);
        Assert.Equal(RowGroupOrder.Forget, run.Seal(0, session: 3));
    }

    [Fact]
    public void Pause_waits_for_every_group_and_resume_opens_them_again()
    {
        var run = RunCoreDriver.Fresh();
        run.Report(0, totals: RunCoreDriver.Totals(1, 0));

        Assert.Equal(RunActionOutcome.Accepted, run.Do(run.Core.Pause(null, run.Now)));
        Assert.Equal(("persist writemanifest tell0:Pause tell1:Pause", RunState.Pausing), (run.Asked, run.State));
        Assert.Equal(RowGroupOrder.Pause, run.Report(1));
        run.Report(0, RowGroupPhase.Closed, totals: RunCoreDriver.Totals(1, 0));
        Assert.Equal(RunState.Pausing, run.State);
        run.Report(1, RowGroupPhase.Closed);
        Assert.Equal(("persist writemanifest rest", RunState.Paused, "user"), (run.Asked, run.State, run.Core.State.Reason));
        Assert.Equal(2, run.Reactivated().Core.View("r", static n => n, run.Now).Cells.Done);
        Assert.Equal(RunActionOutcome.AlreadySo, run.Do(run.Core.Pause(null, run.Now)));

        Assert.Equal(RunActionOutcome.Accepted, run.Do(run.Core.Resume(null, null, run.Now)));
        Assert.Equal("rise persist writemanifest open0:Go open1:Go", run.Asked);
    }

    [Fact]
    public void Resume_takes_a_pause_back_and_a_late_close_does_not_count()
    {
        var run = RunCoreDriver.Fresh();
        var epoch = run.Core.State.Epoch;
        run.Do(run.Core.Pause(null, run.Now));
        run.Do(run.Core.Resume(null, null, run.Now));
        Assert.Equal("persist writemanifest open0:Go open1:Go", run.Asked);

        Assert.Equal(RowGroupOrder.Go, run.Report(0, RowGroupPhase.Closed, epoch: epoch));
        Assert.Equal("open0:Go", run.Asked);
        Assert.Equal(2, run.Core.OpenGroups.Count);
    }

    [Fact]
    public void Group_that_closed_by_itself_is_opened_again()
    {
        var run = RunCoreDriver.Fresh();

        run.Report(0, RowGroupPhase.Closed);

        Assert.Equal("open0:Go", run.Asked);
    }

    [Fact]
    public void Cancel_tells_the_groups_and_ends_when_they_have_closed()
    {
        var run = RunCoreDriver.Fresh();

        Assert.Equal(RunActionOutcome.Accepted, run.Do(run.Core.Cancel("enough", run.Now)));
        Assert.Equal("persist writemanifest tell0:Cancel tell1:Cancel", run.Asked);
        Assert.Equal(RunActionOutcome.Conflict, run.Do(run.Core.Pause(null, run.Now)));
        Assert.Equal("The run is cancelling, so it cannot be resumed; possible: nothing.", run.Core.Resume(null, null, run.Now).Conflict!.Detail);
        run.Seal(0);
        run.Report(1, RowGroupPhase.Closed);
        Assert.Equal((RunState.Cancelled, "enough"), (run.State, run.Core.State.Reason));

        run.Do(run.Core.Resume(null, null, run.Now));
        Assert.Equal("rise persist writemanifest open1:Go open2:Go", run.Asked);
    }

    [Fact]
    public void Pausing_or_cancelling_in_preflight_ends_with_the_preflight()
    {
        var paused = RunCoreDriver.Fresh(shape: RunCoreDriver.NewShape(preflight: true));
        paused.Do(paused.Core.Pause(null, paused.Now));
        Assert.Equal(RunState.Pausing, paused.State);
        paused.Do(paused.Core.PreflightEnded(null, paused.Now));
        Assert.Equal(RunState.Paused, paused.State);

        var cancelled = RunCoreDriver.Fresh(shape: RunCoreDriver.NewShape(preflight: true));
        cancelled.Do(cancelled.Core.Cancel(null, cancelled.Now));
        cancelled.Do(cancelled.Core.PreflightEnded("cancelled", cancelled.Now));
        Assert.Equal(RunState.Cancelled, cancelled.State);
    }

    [Fact]
    public void Activation_in_the_middle_goes_on_with_what_is_not_sealed()
    {
        var run = RunCoreDriver.Fresh();
        run.Seal(1);
        var epoch = run.Core.State.Epoch;

        var again = run.Reactivated();

        Assert.Equal(("persist open0:Go open2:Go", epoch + 1), (again.Asked, again.Core.State.Epoch));
    }

    [Theory]
    [InlineData(RunState.Pausing, RunState.Paused)]
    [InlineData(RunState.Cancelling, RunState.Cancelled)]
    public void Activation_on_the_way_to_rest_arrives_there(RunState before, RunState after)
    {
        var run = RunCoreDriver.Fresh();
        run.Do(before == RunState.Pausing ? run.Core.Pause(null, run.Now) : run.Core.Cancel(null, run.Now));

        var again = run.Reactivated();

        Assert.Equal((after, "persist writemanifest rest"), (again.State, again.Asked));
        Assert.Equal(before == RunState.Pausing ? RowGroupOrder.Pause : RowGroupOrder.Cancel, again.Report(0));
    }

    [Fact]
    public void Group_that_lives_on_over_an_activation_is_adopted()
    {
        var run = RunCoreDriver.Fresh(shape: RunCoreDriver.NewShape(window: 1));
        run.Seal(0);
        var again = run.Reactivated();
        Assert.Equal("persist open1:Go", again.Asked);

        Assert.Equal(RowGroupOrder.Go, again.Report(4, session: 2, epoch: 1));
        Assert.Equal("open4:Go", again.Asked);
        Assert.Equal(RowGroupOrder.Forget, again.Seal(4, session: 2));
    }

    [Fact]
    public void Faulted_group_fails_the_run_and_cancels_the_others()
    {
        var run = RunCoreDriver.Fresh();

        Assert.Equal(RowGroupOrder.Leave, run.Report(0, RowGroupPhase.Faulted));

        Assert.Equal((RunState.Failed, "checkpoint_failed: Disk full."), (run.State, run.Core.State.Reason));
        Assert.Equal("persist writemanifest rest tell1:Cancel", run.Asked);
        Assert.Equal(RowGroupOrder.Cancel, run.Report(1));
        run.Report(1, RowGroupPhase.Closed, totals: RunCoreDriver.Totals(1, 0));
        Assert.Equal("persist", run.Asked);
        Assert.Equal(RunActionOutcome.Conflict, run.Do(run.Core.Cancel(null, run.Now)));
    }

    [Fact]
    public void Silent_group_is_opened_again_and_again()
    {
        var run = RunCoreDriver.Fresh();
        run.Tick(9);
        run.Report(1);
        run.Tick(1);
        Assert.Equal("open0:Go", run.Asked);
        run.Tick(9);
        Assert.Equal("open1:Go", run.Asked);
        run.Tick(1);
        Assert.Equal("open0:Go", run.Asked);
    }

    [Fact]
    public void Deadline_pauses_the_run_with_that_reason()
    {
        var run = RunCoreDriver.Fresh(shape: RunCoreDriver.NewShape(deadline: TimeSpan.FromMinutes(1)));
        run.Tick(59);
        Assert.Equal(RunState.Running, run.State);
        run.Tick(1);

        Assert.Equal(RunState.Pausing, run.State);
        Assert.StartsWith("limit_reached: limits.deadline", run.Core.State.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_with_no_row_left_is_failed_with_the_cause()
    {
        var run = RunCoreDriver.Fresh(rows: 2);
        run.Seal(0, rows: 0);
        run.Do(run.Core.Assembled(null, run.Now));

        Assert.Equal((RunState.Failed, "no_rows: every row was dropped: invalid_output 2"), (run.State, run.Core.State.Reason));
        Assert.Null(run.Core.Manifest("r").Parts.FirstOrDefault());
        Assert.Equal(["d0"], run.Core.Manifest("r").DroppedFiles);
    }

    [Fact]
    public void Profiles_of_sealed_groups_add_up_and_a_part_made_again_counts_once()
    {
        var tally = new ColumnTally(judged: false);
        tally.Add(System.Text.Json.JsonElement.Parse("\"ab\""));
        var run = RunCoreDriver.Fresh(rows: 4);
        run.Profile = [tally.ToProfile(), tally.ToProfile()];
        run.Seal(0);
        run.Seal(1);
        var profile = run.Core.Manifest("r_1").Profile;
        Assert.Equal(["id", "text"], profile.Select(column => column.Name));
        Assert.Equal((2, 1), (profile[0].Values, profile[0].Distinct));

        run.Do(run.Core.Failed("part_missing", "gone", run.Now));
        run.Do(run.Core.PartsMissing([1]));
        run.Do(run.Core.Resume(null, null, run.Now));
        run.Seal(1, session: 2);
        Assert.Equal(2, run.Core.Manifest("r_1").Profile[0].Values);
    }
}
