using Granary.Abstractions.Artifacts;
using Granary.Abstractions.Models;
using Granary.Abstractions.Runs;
using Granary.Grains.Dispatch;
using Granary.Grains.Events;
using Granary.Grains.Runs.Lifecycle;
using Granary.Grains.Runs.Output;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Granary.Grains.Runs;

/// <summary>
/// One run: a shell around <see cref="RunCore"/>. Every change goes through <see cref="TurnAsync"/>, one at a time: decide, write down, then
/// perform. Reads interleave. An activation that could not write its state, or not do what follows from it, knows no more what is true: it refuses
/// everything and goes, and the next one starts from what is stored.
/// </summary>
internal sealed partial class RunGrain(
    [PersistentState("run")] IPersistentState<RunGrainState> state,
    [PersistentState("runDocument")] IPersistentState<RunDocumentState> document,
    IArtifactStore artifacts,
    IModelCalls models,
    ITaskDispatcher dispatcher,
    EventStreams events,
    RunEventFiles eventFiles,
    IOptions<RunsOptions> options,
    TimeProvider time,
    ILogger<RunGrain> logger) : Grain, IRunGrain, IRunControlGrain, IRemindable, IDisposable
{
    private readonly SemaphoreSlim _turns = new(1, 1);
    private readonly CancellationTokenSource _leaving = new();
    private RunCore? _core;
    private RunWatchers? _watchers;
    private bool _lost;

    private string Id => this.GetPrimaryKeyString();

    private RunWatchers Watchers => _watchers ??= new RunWatchers($"{state.State.Epoch}-{time.GetUtcNow().Ticks:x}", time);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (!state.RecordExists || document.State.Submission is not { } submission)
        {
            return;
        }

        _core = NewCore(submission, RunShape.FromJson(document.State.Shape));
        await TurnAsync(core => core.Activate(time.GetUtcNow()));
        if (RunLifecycle.IsActive(state.State.State))
        {
            LogGoesOn(Id, RunStateNames.Of(state.State.State), state.State.Sealed.Count);
            await RiseAsync();
        }
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _tick?.Dispose();

        // Not CancelAsync: that would run what waits for the token on the thread pool, beside the grain's turns.
        _leaving.Cancel();
        _watchers?.Close();
        if (_session is not null)
        {
            Announce(RunCore.ActivationLost);
        }

        return Task.CompletedTask;
    }

    // Work beside the turns may still look at both of them; neither holds anything but memory.
    public void Dispose() => _leaving.Cancel();

    public async Task<RunView> StartAsync(RunStart start)
    {
        if (_core is null)
        {
            document.State.Submission = start.Submission;
            document.State.Shape = [.. start.Shape];
            await WriteAsync(document.WriteStateAsync);
            state.State = RunCore.NewState(start);
            _core = NewCore(start.Submission, RunShape.FromJson(document.State.Shape));
            await TurnAsync(core => core.Begin(time.GetUtcNow()));
            LogStarted(Id, start.Name, start.Rows, start.RowGroupSize);
        }

        return View(_core);
    }

    public Task<RunPlanView?> PlanAsync() => Task.FromResult(_core?.PlanView());

    // A crash between the last write and the clean-up leaves a run at rest on the list, or with its reminder.
    public Task WakeAsync() => _core is null || !RunLifecycle.IsActive(state.State.State) ? RestAsync() : Task.CompletedTask;

    public Task ReceiveReminder(string reminderName, TickStatus status) => WakeAsync();

    public Task<RunView?> ViewAsync() => Task.FromResult(_core is { } core ? View(core) : null);

    public Task<RunManifest?> ManifestAsync() => Task.FromResult(_core?.Manifest(Id));

    public async Task<RunEventPage> ReadEventsAsync(long after, TimeSpan wait, CancellationToken cancellationToken)
    {
        if (_core is not { } core)
        {
            return new RunEventPage(false, "", 0, [], null, true, 0);
        }

        await Watchers.WaitAsync(after, wait, () => RunLifecycle.IsTerminal(core.State.State), cancellationToken);
        return Watchers.Read(after, View(core), RunLifecycle.IsTerminal(core.State.State));
    }

    public Task<RunActionResult> PauseAsync(string? reason) => ActAsync((core, now) => core.Pause(reason, now));

    public async Task<RunActionResult> CancelAsync(string? reason)
    {
        var result = await ActAsync((core, now) => core.Cancel(reason, now));
        if (state.State.State == RunState.Cancelling)
        {
            _preflightCancel?.Cancel();
        }

        return result;
    }

    public async Task<RunActionResult> ResumeAsync(string? reason, RunLimitChange? limits)
    {
        await ForgetMissingPartsAsync();
        return await ActAsync((core, now) => core.Resume(reason, limits, now));
    }

    public async Task<RunActionResult> ContinueAsync(RunStart start)
    {
        if (_core is null)
        {
            return new RunActionResult(RunActionOutcome.NotFound, null, null);
        }

        await ForgetMissingPartsAsync();
        var shape = RunShape.FromJson(start.Shape.AsSpan());
        if (!RunLifecycle.IsActive(state.State.State) && start.Rows >= _core.PlanView().Rows && !_core.IsBoundByProcessors)
        {
            document.State.Submission = start.Submission;
            document.State.Shape = [.. start.Shape];
            await WriteAsync(document.WriteStateAsync);
        }

        return await ActAsync((core, now) => core.Continue(start.Submission, shape, start.Rows, now));
    }

    public async Task<RunActionResult> ExtendAsync(long rows) => document.State.Submission is { } submission && _core is { } core
        ? await ContinueAsync(new RunStart(
            submission with { Rows = rows }, state.State.Name, state.State.Fingerprint, rows, state.State.RowGroupSize, core.State.CreatedAt, [.. document.State.Shape]))
        : new RunActionResult(RunActionOutcome.NotFound, null, null);

    public Task<RowGroupOrder> ReportAsync(RowGroupReport report) => HearAsync(core => core.Report(report, time.GetUtcNow()));

    public Task<RowGroupOrder> ReportSealedAsync(RowGroupSeal seal) => HearAsync(core => core.Sealed(seal, time.GetUtcNow()));

    public async Task<long> TakeRetriesAsync(long group, long total)
    {
        var granted = 0L;
        if (_core is not null)
        {
            await TurnAsync(core =>
            {
                (granted, var effects) = core.TakeRetries(group, total);
                return effects;
            });
        }

        return granted;
    }

    public async Task ReportFaultAsync(long group, int epoch, RowGroupFault fault)
    {
        if (_core is not null && epoch == state.State.Epoch)
        {
            await TurnAsync(core => core.GroupFailed(group, fault.Code, fault.Detail, time.GetUtcNow()));
        }
    }

    private RunCore NewCore(RunSubmission submission, RunShape shape) =>
        new(state.State, submission, shape, new RunTuning(options.Value.ResumeRetention, options.Value.GroupSilence));

    private RunView View(RunCore core) => core.View(Id, artifacts.Locate, time.GetUtcNow());

    private async Task<RunActionResult> ActAsync(Func<RunCore, DateTimeOffset, RunDecision> action)
    {
        if (_core is null)
        {
            return new RunActionResult(RunActionOutcome.NotFound, null, null);
        }

        RunDecision? decision = null;
        await TurnAsync(core =>
        {
            decision = action(core, time.GetUtcNow());
            return decision.Effects;
        });
        return new RunActionResult(decision!.Outcome, View(_core), decision.Conflict);
    }

    private async Task<RowGroupOrder> HearAsync(Func<RunCore, (RowGroupOrder Order, IReadOnlyList<RunEffect> Effects)> hear)
    {
        if (_core is null)
        {
            return RowGroupOrder.Leave;
        }

        var order = RowGroupOrder.Leave;
        await TurnAsync(core =>
        {
            (order, var effects) = hear(core);
            return effects;
        });
        return order;
    }

    private async Task ForgetMissingPartsAsync()
    {
        if (_core is null || RunLifecycle.IsActive(state.State.State))
        {
            return;
        }

        if (state.State.ProcessingCompleted is not null)
        {
            return;
        }

        var parts = _core.Manifest(Id).Parts;
        var missing = await new ResultAssembler(artifacts).MissingAsync(Id, parts, CancellationToken.None);
        if (missing.Count > 0)
        {
            LogPartsMissing(Id, missing.Count);
            await TurnAsync(core => core.PartsMissing(missing));
        }
    }

    private async Task TurnAsync(Func<RunCore, IReadOnlyList<RunEffect>> decide)
    {
        await _turns.WaitAsync();
        try
        {
            if (_lost)
            {
                throw new InvalidOperationException($"Run {Id} could not write its state and starts anew; try again.");
            }

            await PerformAsync(decide(_core!));
        }
        catch (Exception e) when (!_lost)
        {
            // Memory is ahead of what is stored, or something that follows from it was not done: only a fresh activation can tell what is true.
            Lose(e);
            throw;
        }
        finally
        {
            _turns.Release();
        }
    }

    private async Task WriteAsync(Func<Task> write)
    {
        try
        {
            await write();
        }
        catch (Exception e)
        {
            Lose(e);
            throw;
        }
    }

    private void Lose(Exception reason)
    {
        _lost = true;
        LogLost(Id, reason);
        DeactivateOnIdle();
    }
}
