using System.Threading.Channels;
using Granary.Abstractions.Runs;
using Granary.Grains.Dispatch;
using Granary.Grains.Runs.Cells;
using Microsoft.Extensions.Logging;

namespace Granary.Grains.Runs.Groups;

/// <summary>
/// One activation's work on a row group, as a single loop on the grain's own scheduler: results, orders and ticks arrive in one queue and are
/// handled in batches. Cells count only after their batch is durable; while one batch is being written the next one gathers. The loop ends when
/// the group is sealed and acknowledged, drained, replaced, or cannot go on.
/// </summary>
internal sealed partial class RowGroupSession : IDisposable
{
    private const int Slice = 512;
    private const int MaxBatch = 4096;
    private static readonly TimeSpan _soon = TimeSpan.FromMilliseconds(100);

    private readonly RowGroupCore _core;
    private readonly CellLog _log;
    private readonly IDispatchedGroup _dispatched;
    private readonly RowGroupSeals _seals;
    private readonly RowGroupReporter _reporter;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Channel<RowGroupSignal> _signals = Channel.CreateUnbounded<RowGroupSignal>(new UnboundedChannelOptions { SingleReader = true });
    private readonly List<CellLogEntry> _entries = [];
    private readonly ITimer _wake;
    private RowGroupOrder _order;

    public RowGroupSession(
        RowGroupCore core, CellLog log, RowGroupSeals seals, RowGroupReporter reporter, Func<RowGroupSession, IDispatchedGroup> register, TimeProvider time, ILogger logger)
    {
        (_core, _log, _seals, _reporter, _time, _logger) = (core, log, seals, reporter, time, logger);
        _dispatched = register(this);
        _wake = time.CreateTimer(_ => Post(RowGroupSignal.Wake.Now), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        reporter.Replied = (epoch, order) => Post(new RowGroupSignal.Order(epoch, order));
    }

    /// <summary>Completes when the loop has ended; never faults. Tells whether the group's log and state are done with.</summary>
    public Task<bool> Ended { get; private set; } = Task.FromResult(false);

    /// <summary>Asks the run once more whether this session is wanted, and starts the loop. Call it on the grain's scheduler.</summary>
    public async Task StartAsync()
    {
        try
        {
            Post(new RowGroupSignal.Order(_reporter.Epoch, await _reporter.FirstAsync(_core, _dispatched)));
        }
        catch
        {
            _dispatched.Dispose();
            await _log.DisposeAsync();
            throw;
        }

        _core.Events?.Admitted(_core.RowCount);
        if (_core.Replayed > 0)
        {
            _core.Events?.Replayed(_core.Replayed);
        }

        _core.Seed();
        Ended = RunAsync();
    }

    /// <summary>Thread-safe. Signals after the end are dropped: nobody is left to care.</summary>
    public void Post(RowGroupSignal signal) => _signals.Writer.TryWrite(signal);

    /// <summary>Cancels what is in flight and ends the loop without a last report.</summary>
    public Task StopAsync()
    {
        // Not CancelAsync: that would run what waits for the token on the thread pool, beside the grain's turns.
        _stopping.Cancel();
        return Ended;
    }

    /// <summary>Call it after the end.</summary>
    public void Dispose() => _stopping.Dispose();

    private async Task<bool> RunAsync()
    {
        var finished = false;
        try
        {
            finished = await LoopAsync();
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The activation goes; what was not durable runs again elsewhere.
        }
        catch (ObjectDisposedException)
        {
            // A newer session of this group took the log: whatever there is to say, it says.
        }
        catch (Exception e)
        {
            LogBroken(_reporter.Key, e);
            var code = e is Journal.JournalException or IOException ? "checkpoint_failed" : "internal";
            if (code == "checkpoint_failed")
            {
                _core.Events?.CheckpointFailed(e.GetType().Name);
            }

            await _reporter.LastAsync(_core, _dispatched, RowGroupPhase.Faulted, new RowGroupFault(code, e.Message), _stopping.Token);
        }
        finally
        {
            _signals.Writer.TryComplete();
            await _wake.DisposeAsync();
            _dispatched.CancelInFlight();
            _dispatched.Dispose();
            await _log.DisposeAsync();
        }

        return finished;
    }

    private async Task<bool> LoopAsync()
    {
        while (await _signals.Reader.WaitToReadAsync(_stopping.Token))
        {
            var tick = false;
            var now = _time.GetUtcNow();
            for (var taken = 0; taken < MaxBatch && _signals.Reader.TryRead(out var signal); taken++)
            {
                switch (signal)
                {
                    case RowGroupSignal.Result result:
                        _entries.AddRange(_core.JudgeAll(result.Value, now));
                        break;
                    case RowGroupSignal.Order order when order.Epoch >= _reporter.Epoch:
                        _reporter.Epoch = order.Epoch;
                        Obey(order.Value);
                        break;
                    case RowGroupSignal.Tick:
                        tick = true;
                        break;
                    case RowGroupSignal.Wake:
                        break;
                    case RowGroupSignal.Fault fault:
                        await _reporter.LastAsync(_core, _dispatched, RowGroupPhase.Faulted, fault.Value, _stopping.Token);
                        return false;
                }
            }

            if (_order is RowGroupOrder.Forget or RowGroupOrder.Discard or RowGroupOrder.Leave)
            {
                return _order != RowGroupOrder.Leave;
            }

            await CountAsync();
            await AdvanceAsync(now, tick);
            if (_core.Fault is { } broken)
            {
                await _reporter.LastAsync(_core, _dispatched, RowGroupPhase.Faulted, broken, _stopping.Token);
                return false;
            }

            if (_core.IsComplete && _core.Dispatched == 0)
            {
                return await SealAsync();
            }

            if (_order is RowGroupOrder.Pause or RowGroupOrder.Cancel && _core.Dispatched == 0)
            {
                await _reporter.LastAsync(_core, _dispatched, RowGroupPhase.Closed, null, _stopping.Token);
                return false;
            }

            if (tick || (_core.HasNews && _time.GetUtcNow() - _reporter.LastAt >= _soon))
            {
                _reporter.Send(_core, _dispatched, _order == RowGroupOrder.Go ? RowGroupPhase.Running : RowGroupPhase.Draining);
            }
        }

        return false;
    }

    // Durable first, counted after: in this order a crash costs calls, never a cell that somebody has seen.
    private async Task CountAsync()
    {
        if (_entries.Count == 0)
        {
            return;
        }

        await _log.AppendAsync(_entries, _stopping.Token);
        foreach (var entry in _entries)
        {
            _core.Apply(entry);
        }

        _entries.Clear();
    }

    private async Task AdvanceAsync(DateTimeOffset now, bool tick)
    {
        if (tick)
        {
            _core.GiveUpAliases(now).ForEach(Add);
        }

        while (true)
        {
            var more = _core.Advance(Slice, now);
            if (MayStart)
            {
                await AskForRetriesAsync();
                _core.Salvage(now).ForEach(Add);
                Enqueue();
            }
            else if (_order == RowGroupOrder.Finish && _core.Dispatched == 0 && !more)
            {
                _core.DropIncomplete(now).ForEach(Add);
            }

            Withdraw();
            await CountAsync();
            if (!more && !_core.HasReady)
            {
                Arm();
                break;
            }

            await Task.Yield();
        }
    }

    // A run that shuts down early makes no cell any more, but what survives is processed as ever.
    private bool MayStart => _order == RowGroupOrder.Go || (_order == RowGroupOrder.Finish && _core.RowsComplete);

    // A run that does not answer is asked again with the next signal; until then the deferred cells wait.
    private async Task AskForRetriesAsync()
    {
        if (_core.RetriesToAsk is { } total && await _reporter.RetriesAsync(total) is { } granted)
        {
            _core.Retries.Answer(total, granted);
        }
    }

    // One timer for the earliest deferred task; a signal that comes too early changes nothing.
    private void Arm()
    {
        if (MayStart && _core.NextSalvage is { } at)
        {
            var due = at - _time.GetUtcNow();
            _wake.Change(due > TimeSpan.Zero ? due : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    private void Enqueue()
    {
        if (_core.TakeTasks() is { Count: > 0 } tasks)
        {
            _dispatched.Enqueue(tasks);
        }
    }

    // Queued tasks of rows that were dropped meanwhile.
    private void Withdraw()
    {
        if (_core.TakeWithdrawn())
        {
            _core.Returned(_dispatched.Withdraw(_core.IsStale));
        }
    }

    private void Obey(RowGroupOrder order)
    {
        _order = order;
        if (order == RowGroupOrder.Finish && _core.RowsComplete)
        {
            // What is under way now is the postBatch processors of the rows that survive.
            return;
        }

        if (order != RowGroupOrder.Go)
        {
            _core.Returned(_dispatched.Withdraw(static _ => true));
        }

        if (order is RowGroupOrder.Cancel or RowGroupOrder.Finish)
        {
            _dispatched.CancelInFlight();
        }
    }

    private async Task<bool> SealAsync()
    {
        var partial = _core.IsPartial;
        var seal = await _seals.WriteAsync(_core, _reporter.Report(_core, _dispatched, RowGroupPhase.Running, null), partial, _stopping.Token);
        switch (await _reporter.SealedAsync(seal, _stopping.Token))
        {
            case RowGroupOrder.Forget:
                _core.Events?.Checkpointed(
                    seal.Part is null ? "all_rows_dropped" : _core.Dropped.Count == 0 ? "completed" : "finalized", seal.Part?.Rows ?? 0, _core.Dropped.Count);
                await _seals.SweepAsync(_stopping.Token);
                return true;
            case RowGroupOrder.Discard:
                await _seals.DiscardAsync(_stopping.Token);
                return true;
            default:
                return false;
        }
    }

    private void Add(CellLogEntry? entry)
    {
        if (entry is not null)
        {
            _entries.Add(entry);
        }
    }

    [LoggerMessage(2201, LogLevel.Error, "Row group {Group} cannot go on; its log is kept")]
    private partial void LogBroken(string group, Exception exception);
}
