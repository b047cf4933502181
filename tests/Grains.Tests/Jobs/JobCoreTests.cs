using Granary.Abstractions.Executors;
using Granary.Abstractions.Jobs;
using Granary.Grains.Jobs.Lifecycle;

namespace Granary.Grains.Tests.Jobs;

public sealed class JobCoreTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(20);
    private static readonly JobRunnerId One = new("one", 1);
    private static readonly JobRunnerId Two = new("two", 1);
    private readonly JobGrainState _state = new();
    private readonly JobCore _core;

    public JobCoreTests() => _core = new JobCore(_state);

    [Fact]
    public void Created_job_is_written_before_it_is_dispatched_and_created_only_once()
    {
        Assert.Equal(JobEffects.Persist | JobEffects.Dispatch | JobEffects.ShowState, _core.Create(Request(), At(0)));
        Assert.Equal(JobEffects.None, _core.Create(Request() with { Pool = "other" }, At(1)));
        Assert.Equal("p", _state.Request!.Pool);
        Assert.Equal(JobState.Queued, _state.State);
    }

    [Fact]
    public void Attempt_number_is_written_when_it_begins_and_only_one_runner_gets_it()
    {
        _core.Create(Request(), At(0));
        Assert.Equal(JobEffects.Persist | JobEffects.ShowState, _core.Begin(One, At(1)));
        Assert.Equal((1, One, JobState.Running), (_state.Attempt, _state.Runner, _state.State));
        Assert.Equal(JobEffects.None, _core.Begin(Two, At(2)));
        Assert.Equal((1, One), (_state.Attempt, _state.Runner));
    }

    [Fact]
    public void Report_and_end_of_an_older_attempt_or_another_runner_are_refused()
    {
        Running();
        _core.End(new JobEnd(One, 1, JobEndKind.Lost, null, null, false), At(2));
        _core.Begin(Two, At(3));
        Assert.Equal(JobOrder.Stop, _core.Report(new JobReport(One, 1, null, null), At(4)).Order);
        Assert.Equal(JobOrder.Stop, _core.Report(new JobReport(One, 2, null, null), At(4)).Order);
        Assert.Equal(JobEffects.None, _core.End(new JobEnd(One, 1, JobEndKind.Succeeded, Blob(), null, true), At(5)));
        Assert.Equal(JobState.Running, _state.State);
        Assert.Equal(JobOrder.Go, _core.Report(new JobReport(Two, 2, null, null), At(6)).Order);
    }

    [Fact]
    public void Lost_attempts_are_repeated_until_none_is_left()
    {
        _core.Create(Request() with { MaxAttempts = 2 }, At(0));
        _core.Begin(One, At(1));
        Assert.Equal(
            JobEffects.Persist | JobEffects.Dispatch | JobEffects.ShowState,
            _core.End(new JobEnd(One, 1, JobEndKind.Lost, null, new JobError(TaskFailureCodes.WorkerLost, "signal 9", null), false), At(2)));
        _core.Begin(One, At(3));
        Assert.Equal(
            JobEffects.Persist | JobEffects.Settle | JobEffects.ShowState,
            _core.End(new JobEnd(One, 2, JobEndKind.Lost, null, new JobError(TaskFailureCodes.WorkerLost, "signal 9", null), false), At(4)));
        Assert.Equal((JobState.Failed, TaskFailureCodes.AttemptsExhausted), (_state.State, _state.Error!.Code));
        Assert.Contains("signal 9", _state.Error.Message, StringComparison.Ordinal);
        Assert.Equal(At(4) + TimeSpan.FromHours(1), _state.ExpiresAt);
    }

    [Fact]
    public void Released_attempts_do_not_count()
    {
        _core.Create(Request() with { MaxAttempts = 1 }, At(0));
        for (var i = 1; i <= 5; i++)
        {
            _core.Begin(One, At(i));
            _core.End(new JobEnd(One, i, JobEndKind.Released, null, null, false), At(i));
            Assert.Equal(JobState.Queued, _state.State);
        }

        _core.Begin(Two, At(6));
        _core.End(new JobEnd(Two, 6, JobEndKind.Succeeded, Blob(), null, true), At(7));
        Assert.Equal((JobState.Succeeded, 6), (_state.State, _state.Attempt));
    }

    [Fact]
    public void Failed_handler_is_tried_again_only_when_the_job_says_so_and_after_a_growing_pause()
    {
        Running();
        _core.End(Failed(1), At(2));
        Assert.Equal((JobState.Failed, TaskFailureCodes.Failed), (_state.State, _state.Error!.Code));

        var state = new JobGrainState();
        var core = new JobCore(state);
        core.Create(Request() with { RetryFailed = true }, At(0));
        core.Begin(One, At(1));
        core.End(Failed(1), At(2));
        Assert.Equal((JobState.Queued, At(3)), (state.State, state.NotBefore!.Value));
        core.Begin(One, At(3));
        core.End(Failed(2), At(4));
        Assert.Equal(At(6), state.NotBefore);
        core.Begin(One, At(6));
        core.End(Failed(3), At(7));
        Assert.Equal(JobState.Failed, state.State);
    }

    [Fact]
    public void Failure_that_another_attempt_would_repeat_is_final()
    {
        _core.Create(Request() with { RetryFailed = true }, At(0));
        _core.Begin(One, At(1));
        _core.End(Failed(1) with { Final = true }, At(2));
        Assert.Equal(JobState.Failed, _state.State);
    }

    [Fact]
    public void Silence_of_the_index_counts_unless_this_activation_heard_of_the_attempt()
    {
        Running();
        Assert.Equal(JobEffects.None, _core.Check(new JobCheck(Two, Silent: false), Silence, At(60)));
        _core.Report(new JobReport(One, 1, null, null), At(55));
        Assert.Equal(JobEffects.None, _core.Check(new JobCheck(Two, Silent: true), Silence, At(60)));
        Assert.True(_core.Check(new JobCheck(Two, Silent: true), Silence, At(75)).HasFlag(JobEffects.Dispatch));

        // Another activation has heard of nothing.
        _core.Begin(Two, At(80));
        var revived = new JobCore(_state);
        Assert.True(revived.Check(new JobCheck(One, Silent: true), Silence, At(81)).HasFlag(JobEffects.Dispatch));
    }

    [Fact]
    public void New_life_of_the_silo_that_ran_it_proves_the_attempt_lost_at_once()
    {
        Running();
        Assert.Equal(JobEffects.None, _core.Check(new JobCheck(Two with { Born = 9 }, Silent: false), Silence, At(2)));
        Assert.True(_core.Check(new JobCheck(One with { Born = 2 }, Silent: false), Silence, At(2)).HasFlag(JobEffects.Dispatch));
        Assert.Equal((JobState.Queued, 1), (_state.State, _state.Attempt));
    }

    [Fact]
    public void Cancel_ends_a_queued_and_a_running_job_and_repeats_without_effect()
    {
        _core.Create(Request(), At(0));
        Assert.Equal((JobActionOutcome.Done, JobEffects.Persist | JobEffects.Settle | JobEffects.ShowState), _core.Cancel("no need", At(1)));
        Assert.Equal((JobState.Cancelled, "no need"), (_state.State, _state.Reason));
        Assert.Equal((JobActionOutcome.AlreadySo, JobEffects.None), _core.Cancel(null, At(2)));

        var state = new JobGrainState();
        var core = new JobCore(state);
        Assert.Equal(JobActionOutcome.NotFound, core.Cancel(null, At(0)).Outcome);
        core.Create(Request(), At(0));
        core.Begin(One, At(1));
        Assert.True(core.Cancel(null, At(2)).Effects.HasFlag(JobEffects.Stop));
        Assert.Equal(JobOrder.Stop, core.Report(new JobReport(One, 1, null, null), At(3)).Order);
        Assert.Equal(JobEffects.None, core.End(new JobEnd(One, 1, JobEndKind.Succeeded, Blob(), null, true), At(4)));
        Assert.Equal(JobState.Cancelled, state.State);
    }

    [Fact]
    public void Finished_job_cannot_be_cancelled()
    {
        Running();
        _core.End(new JobEnd(One, 1, JobEndKind.Succeeded, Blob(), null, true), At(2));
        Assert.Equal((JobActionOutcome.Conflict, JobEffects.None), _core.Cancel(null, At(3)));
    }

    [Fact]
    public void Deadline_fails_a_job_that_still_waits_and_leaves_no_attempt()
    {
        _core.Create(Request() with { Deadline = At(10) }, At(0));
        _core.Begin(One, At(10));
        Assert.Equal((JobState.Failed, TaskFailureCodes.TimedOut, 0), (_state.State, _state.Error!.Code, _state.Attempt));
    }

    [Fact]
    public void Deadline_fails_a_waiting_job_as_soon_as_somebody_looks()
    {
        _core.Create(Request() with { Deadline = At(10) }, At(0));
        Assert.Equal(JobEffects.Dispatch, _core.Check(new JobCheck(Two, Silent: false), Silence, At(9)));
        Assert.Equal(JobEffects.Persist | JobEffects.Settle | JobEffects.ShowState, _core.Check(new JobCheck(Two, Silent: false), Silence, At(10)));
        Assert.Equal((JobState.Failed, TaskFailureCodes.TimedOut), (_state.State, _state.Error!.Code));
    }

    [Fact]
    public void Expired_job_is_none()
    {
        Running();
        _core.End(new JobEnd(One, 1, JobEndKind.Succeeded, Blob(), null, true), At(2));
        Assert.True(_core.Exists(At(2) + TimeSpan.FromHours(1) - TimeSpan.FromSeconds(1)));
        Assert.False(_core.Exists(At(2) + TimeSpan.FromHours(1)));
        Assert.Equal(JobActionOutcome.NotFound, _core.Cancel(null, At(2) + TimeSpan.FromHours(1)).Outcome);
    }

    [Fact]
    public void Progress_is_shown_each_time_but_written_at_most_every_five_seconds()
    {
        Running();
        Assert.Equal(JobEffects.ShowProgress | JobEffects.Persist, Progress(1, At(2)));
        Assert.Equal(JobEffects.ShowProgress, Progress(2, At(3)));
        Assert.Equal(JobEffects.None, Progress(2, At(4)));
        Assert.Equal(JobEffects.ShowProgress, Progress(3, At(6)));
        Assert.Equal(JobEffects.ShowProgress | JobEffects.Persist, Progress(4, At(7)));
        Assert.Equal(4, _core.View("job_1", null).Progress!.Percent);
    }

    [Fact]
    public void View_says_what_a_job_waits_for_only_while_it_waits()
    {
        _core.Create(Request(), At(0));
        Assert.Equal("its turn", _core.View("job_1", "its turn").WaitsFor);
        _core.Begin(One, At(1));
        Assert.Null(_core.View("job_1", "its turn").WaitsFor);
        _core.Report(new JobReport(One, 1, null, "a lane"), At(2));
        Assert.Equal("a lane", _core.View("job_1", null).WaitsFor);
        _core.End(new JobEnd(One, 1, JobEndKind.Succeeded, Blob(), null, true), At(3));
        Assert.Null(_core.View("job_1", null).WaitsFor);
    }

    private static DateTimeOffset At(int seconds) => Start + TimeSpan.FromSeconds(seconds);

    private static JobRequest Request() =>
        new("default", "p", "h", Blob(), null, null, 3, TimeSpan.FromHours(1), RetryFailed: false);

    private static JobBlob Blob() => JobBlob.Of("1"u8.ToArray(), isJson: true);

    private static JobEnd Failed(int attempt) =>
        new(One, attempt, JobEndKind.Failed, null, new JobError(TaskFailureCodes.Failed, "no", "E"), Final: false);

    private void Running()
    {
        _core.Create(Request(), At(0));
        _core.Begin(One, At(1));
    }

    private JobEffects Progress(double percent, DateTimeOffset now) =>
        _core.Report(new JobReport(One, 1, new TaskProgress(percent, null, null), null), now).Effects;
}
