using Granary.Abstractions.Artifacts;
using Granary.Abstractions.Jobs;
using Granary.Grains.Jobs.Lifecycle;
using Granary.Grains.Jobs.Running;
using Microsoft.Extensions.Logging;

namespace Granary.Grains.Jobs;

/// <summary>
/// One job: a shell around <see cref="JobCore"/>. Decide, write down, then perform. Changes are turns of their own; reads interleave. An activation
/// that could not write its state knows no more what is true: it goes, and the next one starts from what is stored.
/// </summary>
internal sealed partial class JobGrain(
    [PersistentState("job")] IPersistentState<JobGrainState> state,
    IJobRunner runner,
    IArtifactStore artifacts,
    TimeProvider time,
    ILogger<JobGrain> logger) : Grain, IJobGrain, IJobControlGrain
{
    private JobCore _core = new(new JobGrainState());
    private JobWatchers? _watchers;
    private bool _lost;

    private string Id => this.GetPrimaryKeyString();

    private JobWatchers Watchers => _watchers ??= new JobWatchers($"{time.GetUtcNow().Ticks:x}", time);

    private bool Exists => _core.Exists(time.GetUtcNow());

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _core = new JobCore(state.State);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _watchers?.Close();
        return Task.CompletedTask;
    }

    public async Task<JobView> CreateAsync(JobRequest request)
    {
        await PerformAsync(_core.Create(request, time.GetUtcNow()));
        return View();
    }

    public async Task<JobAttempt?> BeginAsync(JobRunnerId by)
    {
        await PerformAsync(_core.Begin(by, time.GetUtcNow()));

        // Asked again because the answer was lost: nobody else can have the attempt.
        return state.State is { State: JobState.Running, Request: { } request } && state.State.Runner == by
            ? new JobAttempt(state.State.Attempt, request)
            : null;
    }

    public async Task<JobOrder> ReportAsync(JobReport report)
    {
        var (order, effects) = _core.Report(report, time.GetUtcNow());
        await PerformAsync(effects);
        return order;
    }

    public async Task EndAsync(JobEnd end)
    {
        var effects = _core.End(end, time.GetUtcNow());
        if (effects != JobEffects.None && end.Kind != JobEndKind.Succeeded)
        {
            LogAttemptEnded(Id, end.Attempt, end.Kind, end.Error?.Code ?? "");
        }

        await PerformAsync(effects);
    }

    public async Task<bool> CheckAsync(JobCheck check)
    {
        if (state.State.Request is null)
        {
            return false;
        }

        if (_core.Ended)
        {
            // The end is durable, but a crash came before the directory heard of it.
            await TellDirectoryAsync();
            return false;
        }

        var attempt = state.State.Attempt;
        var effects = _core.Check(check, JobTimes.Silence, time.GetUtcNow());
        if (effects.HasFlag(JobEffects.Persist))
        {
            LogAttemptLost(Id, attempt);
        }

        await PerformAsync(effects);
        return !_core.Ended;
    }

    public async Task<bool> ExpireAsync()
    {
        if (Exists)
        {
            return false;
        }

        foreach (var file in await artifacts.ListAsync(JobFiles.Folder(Id), CancellationToken.None))
        {
            await artifacts.DeleteAsync(file.Name, CancellationToken.None);
        }

        if (state.State.Request?.Input.Artifact is { } input)
        {
            await artifacts.DeleteAsync(input, CancellationToken.None);
        }

        if (state.RecordExists)
        {
            await WriteAsync(state.ClearStateAsync);
        }

        DeactivateOnIdle();
        return true;
    }

    public Task<JobView?> ViewAsync() => Task.FromResult(Exists ? View() : null);

    public async Task<JobResult?> ResultAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        if (!Exists)
        {
            return null;
        }

        await Watchers.UntilAsync(() => _core.Ended, wait, cancellationToken);
        return Exists ? new JobResult(View(), state.State.Result) : null;
    }

    public async Task<JobEventPage?> ReadEventsAsync(long after, TimeSpan wait, CancellationToken cancellationToken)
    {
        if (!Exists)
        {
            return null;
        }

        await Watchers.WaitAsync(after, wait, () => _core.Ended, cancellationToken);
        return Exists ? Watchers.Read(after, View()) : null;
    }

    public async Task<JobActionResult> CancelAsync(string? reason)
    {
        var (outcome, effects) = _core.Cancel(reason, time.GetUtcNow());
        await PerformAsync(effects);
        return new JobActionResult(outcome, outcome == JobActionOutcome.NotFound ? null : View());
    }

    private JobView View() => _core.View(Id, state.State.State == JobState.Queued ? runner.WaitsFor(Id) : null);

    // The order is that of the members of JobEffects: nothing is told or started before it is durable.
    private async Task PerformAsync(JobEffects effects)
    {
        if (_lost)
        {
            throw new InvalidOperationException($"Job {Id} could not write its state and starts anew; try again.");
        }

        if (effects.HasFlag(JobEffects.Persist))
        {
            await WriteAsync(state.WriteStateAsync);
        }

        if (effects.HasFlag(JobEffects.Stop))
        {
            runner.Stop(Id, state.State.Attempt);
        }

        if (effects.HasFlag(JobEffects.Dispatch))
        {
            var request = state.State.Request!;
            runner.Enqueue(new JobTurn(Id, request.Tenant, request.Pool, request.Deadline), state.State.NotBefore);
        }

        if (effects.HasFlag(JobEffects.Settle))
        {
            await SettleAsync();
        }

        if (effects.HasFlag(JobEffects.ShowState))
        {
            Watchers.Show(_core.Ended ? "end" : "state", View());
        }
        else if (effects.HasFlag(JobEffects.ShowProgress))
        {
            Watchers.Show("progress", View());
        }
    }

    // In this order: while the index still has the job, its sweep repeats what failed here.
    private async Task SettleAsync()
    {
        try
        {
            await TellDirectoryAsync();
            await GrainFactory.GetGrain<IJobIndexGrain>(JobShards.Of(Id)).RemoveAsync(Id);
        }
        catch (Exception e)
        {
            LogNotSettled(Id, e);
        }
    }

    private Task TellDirectoryAsync() => GrainFactory.GetGrain<IJobDirectoryGrain>(state.State.Request!.Tenant)
        .EndedAsync(Id, state.State.State, state.State.ExpiresAt!.Value);

    private async Task WriteAsync(Func<Task> write)
    {
        try
        {
            await write();
        }
        catch (Exception e)
        {
            _lost = true;
            LogLost(Id, e);
            DeactivateOnIdle();
            throw;
        }
    }
}
