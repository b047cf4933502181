using Granary.Abstractions.Artifacts;
using Granary.Abstractions.Models;
using Granary.Abstractions.Runs;
using Granary.Grains.Dispatch;
using Granary.Grains.Events;
using Granary.Grains.Runs.Cells;
using Granary.Grains.Runs.Output;
using Granary.Grains.Steps;
using Granary.Scheduling.Recovery;
using Microsoft.Extensions.Logging;

namespace Granary.Grains.Runs.Groups;

/// <summary>
/// One row group. Opening it begins a session: its number is written down (an activation that lost a race stops here), the logs of earlier
/// sessions are replayed, the run is asked whether the group is still wanted, and the session's loop starts.
/// </summary>
internal sealed partial class RowGroupGrain(
    [PersistentState("rowGroup")] IPersistentState<RowGroupGrainState> state,
    CompiledRunCache runs,
    ICellLogPlaces places,
    IArtifactStore artifacts,
    IModelCalls models,
    ITaskDispatcher dispatcher,
    EventStreams events,
    TimeProvider time,
    ILogger<RowGroupGrain> logger) : Grain, IRowGroupGrain, IDisposable
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    private RowGroupSession? _session;
    private IGrainTimer? _tick;

    public async Task OpenAsync(RowGroupAssignment assignment)
    {
        if (_session is { Ended.IsCompleted: false } running)
        {
            running.Post(new RowGroupSignal.Order(assignment.Epoch, assignment.Order));
            return;
        }

        await CloseAsync();
        await BeginAsync(assignment);
    }

    public Task OrderAsync(int epoch, RowGroupOrder order)
    {
        _session?.Post(new RowGroupSignal.Order(epoch, order));
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_session is { } session)
        {
            await session.StopAsync();
        }

        _tick?.Dispose();
    }

    public void Dispose() => _session?.Dispose();

    private async Task BeginAsync(RowGroupAssignment assignment)
    {
        if (await CompileAsync(assignment) is not { } compiled)
        {
            return;
        }

        state.State.Session++;
        await WriteStateAsync();
        var session = state.State.Session;
        var context = new StepContext(
            compiled.Run.RandomSeed,
            new CallerContext(assignment.Submission.Tenant, compiled.Run.Band, Flow: assignment.RunId, RunId: assignment.RunId),
            models,
            OnAdmissionWait: null,
            assignment.CreatedAt);
        var core = new RowGroupCore(compiled.Run, compiled.Layout, assignment, context)
        {
            Retries = RetryAllowance.OfRun(),
            Events = new RowGroupEvents(events, assignment.RunId, assignment.Epoch, assignment.Group, assignment.FirstRow),
        };
        var log = await CellLog.OpenAsync(places, assignment.RunId, assignment.Group, session, time, core.Recover, CancellationToken.None);
        var seals = new RowGroupSeals(
            artifacts,
            new PartWriter(artifacts, compiled.Run, compiled.Layout, assignment.RunId, assignment),
            compiled.Run.PartOutput,
            assignment,
            session,
            NextAttemptAsync,
            time);
        var reporter = new RowGroupReporter(
            GrainFactory.GetGrain<IRunControlGrain>(assignment.RunId), assignment.RunId, assignment.Group, session, assignment.Epoch, time, logger);
        _session = new RowGroupSession(core, log, seals, reporter, Register, time, logger);
        await _session.StartAsync();
        _tick = this.RegisterGrainTimer(TickAsync, new GrainTimerCreationOptions(_second, _second) { KeepAlive = true });
        _ = WatchAsync(_session);
        LogOpened(this.GetPrimaryKeyString(), session);

        IDispatchedGroup Register(RowGroupSession owner) => dispatcher.Register(new DispatchedGroupSpec(
            assignment.RunId,
            assignment.Group,
            assignment.Submission.Tenant,
            compiled.Run.Band,
            compiled.Run,
            context,
            assignment.Epoch,
            compiled.Run.Events,
            result => owner.Post(new RowGroupSignal.Result(result)),
            fault => owner.Post(new RowGroupSignal.Fault(fault))));
    }

    private async Task<CachedRun?> CompileAsync(RowGroupAssignment assignment)
    {
        try
        {
            return await runs.GetAsync(assignment.Submission);
        }
        catch (RunDocumentException e)
        {
            var run = GrainFactory.GetGrain<IRunControlGrain>(assignment.RunId);
            await run.ReportFaultAsync(assignment.Group, assignment.Epoch, new RowGroupFault("document_invalid", e.Message));
            DeactivateOnIdle();
            return null;
        }
    }

    // What a session leaves is cleaned up in a turn of its own, as soon as it has ended.
    private async Task WatchAsync(RowGroupSession session)
    {
        await session.Ended;
        if (_session == session)
        {
            _tick?.Change(TimeSpan.Zero, _second);
        }
    }

    private async Task TickAsync(CancellationToken cancellationToken)
    {
        if (_session is { Ended.IsCompleted: false } running)
        {
            running.Post(RowGroupSignal.Tick.Now);
            return;
        }

        await CloseAsync();
        DeactivateOnIdle();
    }

    // A session that ended: what it leaves is removed when nobody needs it any more, kept otherwise.
    private async Task CloseAsync()
    {
        _tick?.Dispose();
        _tick = null;
        if (_session is not { } ended)
        {
            return;
        }

        _session = null;
        var finished = await ended.Ended;
        ended.Dispose();
        if (finished)
        {
            var key = this.GetPrimaryKeyString();
            var slash = key.IndexOf('/', StringComparison.Ordinal);
            places.Delete(key[..slash], long.Parse(key[(slash + 1)..], System.Globalization.CultureInfo.InvariantCulture));
            await state.ClearStateAsync();
        }
    }

    private async Task<int> NextAttemptAsync()
    {
        state.State.SealAttempt++;
        await WriteStateAsync();
        return state.State.SealAttempt;
    }

    private async Task WriteStateAsync()
    {
        try
        {
            await state.WriteStateAsync();
        }
        catch
        {
            // Another activation wrote, or nobody knows what is written: only a fresh activation can tell.
            DeactivateOnIdle();
            throw;
        }
    }

    [LoggerMessage(2203, LogLevel.Debug, "Row group {Group} opened, session {Session}")]
    private partial void LogOpened(string group, int session);
}
