using Granary.Abstractions.Executors;
using Granary.Abstractions.Jobs;

namespace Granary.Grains.Jobs.Lifecycle;

/// <summary>
/// Decides the life of one job. Pure: a command and the time in, a changed state and effects out.
/// <para>1. Created: queued, handed to a runner. 2. A runner begins: the attempt gets the next number, which is durable before it runs. 3. It reports
/// until it ends; whoever reports another attempt or another runner is told to stop. 4. Succeeded, failed and cancelled are ends. A lost attempt,
/// and a failed one of a job that says so, goes back to 1 while attempts are left. 5. After its retention the job is gone.</para>
/// </summary>
internal sealed class JobCore(JobGrainState state)
{
    private static readonly TimeSpan _progressWrites = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _firstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _longestPause = TimeSpan.FromMinutes(1);

    private DateTimeOffset? _heard;

    /// <summary>What an attempt that runs waits for, as its runner said; null when its handler runs.</summary>
    public string? WaitsFor { get; private set; }

    /// <summary>Progress of the newest attempt.</summary>
    public TaskProgress? Progress { get; private set; } = state.Progress?.Progress;

    /// <summary>There is a job that has not expired.</summary>
    public bool Exists(DateTimeOffset now) => state.Request is not null && !(state.ExpiresAt <= now);

    /// <summary>It has ended.</summary>
    public bool Ended => state.State is JobState.Succeeded or JobState.Failed or JobState.Cancelled;

    /// <summary>A new job; nothing when there is one already.</summary>
    public JobEffects Create(JobRequest request, DateTimeOffset now)
    {
        if (state.Request is not null)
        {
            return JobEffects.None;
        }

        state.Request = request;
        state.CreatedAt = now;
        return Enter(JobState.Queued, now) | JobEffects.Dispatch;
    }

    /// <summary>A runner wants the next attempt. It has it when the state is running, and its own, afterwards.</summary>
    public JobEffects Begin(JobRunnerId runner, DateTimeOffset now)
    {
        if (state.Request is null || state.State != JobState.Queued)
        {
            return JobEffects.None;
        }

        if (state.Request.Deadline <= now)
        {
            return Fail(Late(state.Request.Deadline.Value, "while it waited for its turn"), now);
        }

        state.Attempt++;
        state.Runner = runner;
        state.StartedAt = now;
        state.NotBefore = null;
        state.Progress = null;
        (Progress, WaitsFor, _heard) = (null, null, now);
        return Enter(JobState.Running, now);
    }

    /// <summary>The attempt goes on. <see cref="JobOrder.Stop"/> when it is not the one that counts.</summary>
    public (JobOrder Order, JobEffects Effects) Report(JobReport report, DateTimeOffset now)
    {
        if (!Counts(report.Runner, report.Attempt))
        {
            return (JobOrder.Stop, JobEffects.None);
        }

        _heard = now;
        var waitChanged = WaitsFor != report.WaitsFor;
        WaitsFor = report.WaitsFor;
        if (report.Progress is not { } progress || progress == Progress)
        {
            return (JobOrder.Go, waitChanged ? JobEffects.ShowProgress : JobEffects.None);
        }

        Progress = progress;
        var write = state.Progress is not { } written || now - written.At >= _progressWrites;
        if (write)
        {
            state.Progress = new JobProgress(now, progress);
        }

        return (JobOrder.Go, JobEffects.ShowProgress | (write ? JobEffects.Persist : JobEffects.None));
    }

    /// <summary>The attempt has ended.</summary>
    public JobEffects End(JobEnd end, DateTimeOffset now)
    {
        if (!Counts(end.Runner, end.Attempt))
        {
            return JobEffects.None;
        }

        switch (end.Kind)
        {
            case JobEndKind.Succeeded:
                state.Result = end.Result;
                state.Error = null;
                return Close(JobState.Succeeded, now);
            case JobEndKind.Released:
                state.Released++;
                return Again(now, TimeSpan.Zero);
            case JobEndKind.Lost:
                return Lost(end.Error ?? Silence(), now);
            case JobEndKind.Failed when !end.Final && state.Request!.RetryFailed && Left > 0:
                state.Error = end.Error;
                return Again(now, Pause());
            case JobEndKind.Failed:
                return Fail(end.Error ?? Silence(), now);
            default:
                throw new ArgumentOutOfRangeException(nameof(end), end.Kind, "An attempt cannot end like that.");
        }
    }

    /// <summary>
    /// The index asks. An attempt is lost when its runner was replaced by a new life of its silo, or when nobody has named the job for long and this
    /// activation has not heard of it either: a report of the attempt itself counts for more than the index's silence.
    /// </summary>
    public JobEffects Check(JobCheck check, TimeSpan silence, DateTimeOffset now)
    {
        if (state.Request is null || Ended)
        {
            return JobEffects.None;
        }

        if (state.State == JobState.Queued)
        {
            return state.Request.Deadline <= now ? Fail(Late(state.Request.Deadline.Value, "while it waited for its turn"), now) : JobEffects.Dispatch;
        }

        var replaced = state.Runner is { } runner && check.Asker.Replaces(runner);
        var silent = check.Silent && !(now - _heard < silence);
        return replaced || silent ? Lost(Silence(), now) : JobEffects.None;
    }

    /// <summary>Somebody ends it.</summary>
    public (JobActionOutcome Outcome, JobEffects Effects) Cancel(string? reason, DateTimeOffset now)
    {
        if (!Exists(now))
        {
            return (JobActionOutcome.NotFound, JobEffects.None);
        }

        if (Ended)
        {
            return (state.State == JobState.Cancelled ? JobActionOutcome.AlreadySo : JobActionOutcome.Conflict, JobEffects.None);
        }

        state.Reason = reason;
        var stop = state.State == JobState.Running ? JobEffects.Stop : JobEffects.None;
        return (JobActionOutcome.Done, Close(JobState.Cancelled, now) | stop);
    }

    /// <summary>The job as its tenant sees it.</summary>
    public JobView View(string id, string? queued)
    {
        var request = state.Request!;
        return new JobView(
            id,
            request.Pool,
            request.Handler,
            state.State,
            state.Since,
            state.Attempt,
            request.MaxAttempts,
            Progress,
            state.State switch { JobState.Queued => queued, JobState.Running => WaitsFor, _ => null },
            state.Error,
            state.Reason,
            state.CreatedAt,
            state.StartedAt,
            state.EndedAt,
            request.Deadline,
            state.ExpiresAt,
            state.Result?.Length);
    }

    private int Left => state.Request!.MaxAttempts - (state.Attempt - state.Released);

    private bool Counts(JobRunnerId runner, int attempt) =>
        state.Request is not null && state.State == JobState.Running && state.Attempt == attempt && state.Runner == runner;

    private JobEffects Lost(JobError error, DateTimeOffset now)
    {
        state.Error = error;
        return Left > 0
            ? Again(now, TimeSpan.Zero)
            : Fail(
                new JobError(
                    TaskFailureCodes.AttemptsExhausted,
                    $"The job was lost in each of its {state.Request!.MaxAttempts} attempts (maxAttempts). The last time: {error.Message}",
                    null),
                now);
    }

    private JobEffects Again(DateTimeOffset now, TimeSpan pause)
    {
        if (state.Request!.Deadline <= now + pause)
        {
            return Fail(state.Error ?? Late(state.Request.Deadline.Value, "before the next attempt"), now);
        }

        state.Runner = null;
        state.NotBefore = pause > TimeSpan.Zero ? now + pause : null;
        WaitsFor = null;
        return Enter(JobState.Queued, now) | JobEffects.Dispatch;
    }

    private JobEffects Fail(JobError error, DateTimeOffset now)
    {
        state.Error = error;
        return Close(JobState.Failed, now);
    }

    private JobEffects Close(JobState end, DateTimeOffset now)
    {
        state.Runner = null;
        state.NotBefore = null;
        state.EndedAt = now;
        state.ExpiresAt = now + state.Request!.Retention;
        state.Progress = Progress is { } progress ? new JobProgress(now, progress) : null;
        WaitsFor = null;
        return Enter(end, now) | JobEffects.Settle;
    }

    private JobEffects Enter(JobState entered, DateTimeOffset now)
    {
        state.State = entered;
        state.Since = now;
        return JobEffects.Persist | JobEffects.ShowState;
    }

    private TimeSpan Pause()
    {
        var doubled = _firstPause * Math.Pow(2, Math.Min(state.Attempt - state.Released - 1, 10));
        return doubled < _longestPause ? doubled : _longestPause;
    }

    private JobError Silence() => new(
        TaskFailureCodes.WorkerLost, $"The silo that ran attempt {state.Attempt} went away; whether the handler had done its work is not known.", null);

    private static JobError Late(DateTimeOffset deadline, string when) =>
        new(TaskFailureCodes.TimedOut, $"The job's deadline {deadline:O} passed {when}. Give it a later deadline, or none.", null);
}
