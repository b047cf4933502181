using Granary.Abstractions.Runs;
using Granary.Grains.Dispatch;
using Microsoft.Extensions.Logging;

namespace Granary.Grains.Runs.Groups;

/// <summary>Tells the run where a session stands: at most one report under way, answers come back as orders. Belongs to one session.</summary>
internal sealed partial class RowGroupReporter(
    IRunControlGrain run, string runId, long group, int session, int epoch, TimeProvider time, ILogger logger)
{
    private const int LastTries = 4;
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);

    private Task _sending = Task.CompletedTask;

    /// <summary>The group's key.</summary>
    public string Key { get; } = $"{runId}/{group}";

    /// <summary>Run epoch whose orders count.</summary>
    public int Epoch { get; set; } = epoch;

    /// <summary>When the last report went out.</summary>
    public DateTimeOffset LastAt { get; private set; } = time.GetUtcNow();

    /// <summary>Takes the run's answers, with the epoch they belong to.</summary>
    public Action<int, RowGroupOrder> Replied { get; set; } = static (_, _) => { };

    /// <summary>Sends a report unless one is under way; does not wait for the answer.</summary>
    public void Send(RowGroupCore core, IDispatchedGroup dispatched, RowGroupPhase phase)
    {
        if (_sending.IsCompleted)
        {
            LastAt = time.GetUtcNow();
            _sending = SendAsync(core, Report(core, dispatched, phase, null));
        }
    }

    /// <summary>The last report of this session. A run that cannot be reached finds out by the silence.</summary>
    public async Task LastAsync(RowGroupCore core, IDispatchedGroup dispatched, RowGroupPhase phase, RowGroupFault? fault, CancellationToken cancellationToken)
    {
        await _sending;
        for (var attempt = 1; !cancellationToken.IsCancellationRequested; attempt++)
        {
            try
            {
                await run.ReportAsync(Report(core, dispatched, phase, fault));
                return;
            }
            catch (Exception e) when (attempt < LastTries)
            {
                LogUnreachable(Key, e);
                await Task.Delay(_pause, time, CancellationToken.None);
            }
            catch (Exception e)
            {
                LogUnreachable(Key, e);
                return;
            }
        }
    }

    /// <summary>Tells the run that this session is there, and asks whether it is wanted.</summary>
    public async Task<RowGroupOrder> FirstAsync(RowGroupCore core, IDispatchedGroup dispatched) =>
        await run.ReportAsync(Report(core, dispatched, RowGroupPhase.Running, null));

    /// <summary>Asks for re-entries out of the run's retry budget, see <see cref="IRunControlGrain.TakeRetriesAsync"/>; null when the run cannot be reached.</summary>
    public async Task<long?> RetriesAsync(long total)
    {
        try
        {
            return await run.TakeRetriesAsync(group, total);
        }
        catch (Exception e)
        {
            LogUnreachable(Key, e);
            return null;
        }
    }

    /// <summary>Reports the sealed part until the run has it written down; the answer says what becomes of its files.</summary>
    public async Task<RowGroupOrder> SealedAsync(RowGroupSeal seal, CancellationToken cancellationToken)
    {
        await _sending;
        while (true)
        {
            try
            {
                return await run.ReportSealedAsync(seal);
            }
            catch (Exception e)
            {
                LogUnreachable(Key, e);
            }

            await Task.Delay(_pause, time, cancellationToken);
        }
    }

    public RowGroupReport Report(RowGroupCore core, IDispatchedGroup dispatched, RowGroupPhase phase, RowGroupFault? fault)
    {
        var (first, outcomes) = core.Outcomes.Read();
        return new RowGroupReport(
            group,
            session,
            Epoch,
            phase,
            core.Totals(dispatched.InFlight),
            first,
            outcomes,
            core.TakeDroppedNotes(),
            core.Troubles(),
            core.Dispatched > 0 ? dispatched.Blocked : null,
            fault,
            core.JudgesWindow ? dispatched.Load(core.HasDeferred, core.Bytes) : null);
    }

    private async Task SendAsync(RowGroupCore core, RowGroupReport report)
    {
        try
        {
            var order = await run.ReportAsync(report);
            core.Outcomes.Seen(report.FirstOutcome + report.Outcomes.Length);
            Replied(report.Epoch, order);
        }
        catch (Exception e)
        {
            // The next report says the same and more; a run that stays away is woken by its reminder.
            LogUnreachable(Key, e);
        }
    }

    [LoggerMessage(2202, LogLevel.Warning, "Row group {Group} could not reach its run; it tries again")]
    private partial void LogUnreachable(string group, Exception exception);
}
