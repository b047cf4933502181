using Granary.Abstractions.Models;
using Granary.Abstractions.Runs;
using Granary.Grains.Events;
using Granary.Grains.Runs.Cells;
using Granary.Grains.Runs.Lifecycle;
using Granary.Grains.Runs.Output;
using Granary.Grains.Steps;
using Granary.Scheduling.Events;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Granary.Grains.Runs;

/// <summary>What follows from a run's decisions. Work that takes longer than a turn goes on beside it and comes back as a turn of its own.</summary>
internal sealed partial class RunGrain
{
    private const string Reminder = "run";
    private const string ActiveRunsKey = "cluster";
    private const int MaxOpenFailures = 30;
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _reminderPeriod = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _logPeriod = TimeSpan.FromSeconds(5);

    private readonly Dictionary<long, int> _openFailures = [];
    private CancellationTokenSource? _preflightCancel;
    private IGrainTimer? _tick;
    private Task _manifest = Task.CompletedTask;
    private bool _manifestStale;
    private int? _session;
    private DateTimeOffset _logged;

    private async Task PerformAsync(IReadOnlyList<RunEffect> effects)
    {
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case RunEffect.Rise:
                    await RiseAsync();
                    break;
                case RunEffect.Persist:
                    await WriteAsync(state.WriteStateAsync);
                    break;
                case RunEffect.Rest:
                    await RestAsync();
                    break;
                case RunEffect.WriteManifest:
                    _manifestStale = true;
                    _manifest = _manifest.IsCompleted ? WriteManifestAsync() : _manifest;
                    if (RunLifecycle.IsTerminal(state.State.State))
                    {
                        await _manifest;
                    }

                    break;
                case RunEffect.Preflight:
                    _ = PreflightAsync();
                    break;
                case RunEffect.Assemble:
                    _ = AssembleAsync();
                    break;
                case RunEffect.Open open:
                    _ = OpenAsync(open.Group, open.Order);
                    break;
                case RunEffect.Tell tell:
                    _ = TellAsync(tell.Group, tell.Order);
                    break;
                case RunEffect.Announce announce:
                    Announce(announce);
                    break;
                case RunEffect.Show show:
                    Watchers.Show(show.Kind, show.Data);
                    if (show.Kind == "state")
                    {
                        LogState(Id, RunStateNames.Of(state.State.State), state.State.Reason ?? "");
                    }

                    break;
            }
        }
    }

    private void Announce(RunEffect.Announce announce)
    {
        if (announce.Kind == SchedulerEventKind.SchedulerJobStarted)
        {
            _session = _core!.Session;
            eventFiles.Open(Id, _core.EventLevel);
        }
        else if (announce.Kind == SchedulerEventKind.SchedulerJobCompleted && _session is null)
        {
            // It was decided to begin, but that could not be written down: nobody has heard of this session.
            return;
        }

        var correlation = new EventCorrelation(Id, _session);
        events.Emit(announce.Kind, correlation, announce.Reason, null, announce.Diagnostics);
        if (announce.Kind is not SchedulerEventKind.RunStateChanged)
        {
            dispatcher.TellHealth(correlation);
        }

        if (announce.Kind == SchedulerEventKind.SchedulerJobCompleted)
        {
            eventFiles.Close(Id);
            _session = null;
        }
    }

    // Whoever looks for runs to wake must find this one before it exists, or a crash in between would strand it.
    private async Task RiseAsync()
    {
        await GrainFactory.GetGrain<IActiveRunsGrain>(ActiveRunsKey).AddAsync(Id);
        await this.RegisterOrUpdateReminder(Reminder, _reminderPeriod, _reminderPeriod);
        _tick ??= this.RegisterGrainTimer(TickAsync, new GrainTimerCreationOptions(_second, _second) { KeepAlive = true });
    }

    private async Task RestAsync()
    {
        _tick?.Dispose();
        _tick = null;
        if (await this.GetReminder(Reminder) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
        }

        await GrainFactory.GetGrain<IActiveRunsGrain>(ActiveRunsKey).RemoveAsync(Id);
    }

    private async Task TickAsync(CancellationToken cancellationToken)
    {
        await TurnAsync(core => core.Tick(time.GetUtcNow()));
        var now = time.GetUtcNow();
        if (_core is not { } core || state.State.State != RunState.Running)
        {
            return;
        }

        if (Watchers.SomebodyLooks)
        {
            Watchers.Show("progress", core.ProgressData(Id, artifacts.Locate, now));
        }

        if (now - _logged >= _logPeriod)
        {
            _logged = now;
            var view = View(core);
            LogProgress(Id, view.Rows.Sealed, view.Rows.Asked, view.Cells.Done, view.Rate.CellsPerSecond, view.Cells.InFlight, view.Groups.Sealed, view.Groups.Total);
        }
    }

    private async Task OpenAsync(long group, RowGroupOrder order)
    {
        try
        {
            await GrainFactory.GetGrain<IRowGroupGrain>($"{Id}/{group}").OpenAsync(_core!.Assignment(Id, group, order));
            _openFailures.Remove(group);
        }
        catch (Exception e)
        {
            // The group stays on the board as silent, so it is opened again; for ever would hide a log that nobody can read.
            var failures = _openFailures[group] = _openFailures.GetValueOrDefault(group) + 1;
            LogNotOpened(Id, group, failures, e);
            if (failures >= MaxOpenFailures && !_leaving.IsCancellationRequested)
            {
                _openFailures.Clear();
                await FailAsync(
                    "row_group_failed",
                    core => core.GroupFailed(
                        group, "row_group_failed", $"Row group {group} could not be opened {failures} times: {e.Message}", time.GetUtcNow()));
            }
        }
    }

    private async Task TellAsync(long group, RowGroupOrder order)
    {
        try
        {
            await GrainFactory.GetGrain<IRowGroupGrain>($"{Id}/{group}").OrderAsync(state.State.Epoch, order);
        }
        catch (Exception e)
        {
            // Its next report is answered with the same order.
            LogNotTold(Id, group, e);
        }
    }

    private async Task PreflightAsync()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(_leaving.Token);
        _preflightCancel = cancel;
        try
        {
            var failure = await new RunPreflight(
                models,
                alias => ServiceProvider.GetRequiredService<IAliasDirectory>().Find(alias)?.Domain == "embedding",
                options.Value.PreflightTimeout).TryAsync(View(_core!), cancel.Token);
            await EndPreflightAsync(failure);
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            // The next activation tries again.
        }
        catch (OperationCanceledException)
        {
            await EndPreflightAsync("cancelled");
        }
        catch (Exception e)
        {
            await FailAsync("preflight_failed", e.Message);
        }
        finally
        {
            _preflightCancel = null;
        }
    }

    private Task EndPreflightAsync(string? failure) => TurnAsync(core => core.PreflightEnded(failure, time.GetUtcNow()));

    private async Task AssembleAsync()
    {
        try
        {
            var manifest = _core!.Manifest(Id);
            var assembler = new ResultAssembler(artifacts);
            if (await assembler.MissingAsync(Id, manifest.Parts, _leaving.Token) is { Count: > 0 } missing)
            {
                await FailAsync("part_missing", $"The part of row group {missing[0]} is gone ({missing.Count} in all). Resume the run to make its rows again.");
                return;
            }

            var processed = _core.ProcessesResult ? await ProcessAsync(manifest) : null;
            var whole = processed is null ? manifest : _core.Processed(manifest, processed);
            await assembler.AssembleAsync(whole, [.. manifest.DroppedFiles], _core.Output, _leaving.Token);
            await TurnAsync(core => core.Assembled(processed, time.GetUtcNow()));
            if (!_core.Unfinished)
            {
                ServiceProvider.GetRequiredService<ICellLogPlaces>().DeleteRun(Id);
            }
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            // The next activation puts it together again.
        }
        catch (ProcessorFailedException e)
        {
            await FailAsync(ProcessorFailedException.Code, e.Message);
        }
        catch (Exception e)
        {
            await FailAsync(e is IOException ? "checkpoint_failed" : "internal", e.Message);
        }
    }

    private async Task<RunPart> ProcessAsync(RunManifest manifest)
    {
        var submission = document.State.Submission!;
        var run = (await ServiceProvider.GetRequiredService<CompiledRunCache>().GetAsync(submission)).Run;
        var context = new StepContext(
            run.RandomSeed, new CallerContext(submission.Tenant, run.Band, Flow: Id, RunId: Id), models, OnAdmissionWait: null, _core!.State.CreatedAt);
        return await new ResultProcessor(artifacts, run, context, time).WriteAsync(manifest, _leaving.Token);
    }

    private Task FailAsync(string code, string detail) => FailAsync(code, core => core.Failed(code, detail, time.GetUtcNow()));

    private async Task FailAsync(string code, Func<RunCore, IReadOnlyList<RunEffect>> decide)
    {
        try
        {
            await TurnAsync(decide);
        }
        catch (Exception e)
        {
            // The state could not be written: this activation goes, the next one meets the same trouble and tries again.
            LogNotFailed(Id, code, e);
        }
    }

    private async Task WriteManifestAsync()
    {
        while (_manifestStale && _core is { } core)
        {
            _manifestStale = false;
            try
            {
                await new ManifestFile(artifacts).WriteAsync(core.Manifest(Id), View(core), state.State, document.State.Submission!, CancellationToken.None);
            }
            catch (Exception e)
            {
                // The state is what counts; the manifest is written again with the next change.
                LogManifest(Id, e);
            }
        }
    }
}
