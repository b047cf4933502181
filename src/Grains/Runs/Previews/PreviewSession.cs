using System.Threading.Channels;
using Granary.Abstractions.Runs;
using Granary.Grains.Dispatch;
using Granary.Grains.Runs.Cells;
using Granary.Grains.Runs.Groups;

namespace Granary.Grains.Runs.Previews;

/// <summary>
/// Makes the cells of one row group in memory: the way of <see cref="RowGroupSession"/> without a log, a run or a part. What fails is tried again as in a run.
/// Belongs to one caller.
/// </summary>
internal sealed class PreviewSession : IDisposable
{
    private const int Slice = 512;

    private readonly RowGroupCore _core;
    private readonly TimeProvider _time;
    private readonly Channel<RowGroupSignal> _signals = Channel.CreateUnbounded<RowGroupSignal>(new UnboundedChannelOptions { SingleReader = true });
    private readonly IDispatchedGroup _dispatched;
    private readonly ITimer _wake;

    /// <param name="core">The group, before its seeding.</param>
    /// <param name="register">Registers it at the dispatcher; results and faults go to the function it is given.</param>
    /// <param name="time">Time.</param>
    public PreviewSession(RowGroupCore core, Func<Action<RowGroupSignal>, IDispatchedGroup> register, TimeProvider time)
    {
        (_core, _time) = (core, time);
        _wake = time.CreateTimer(_ => Post(RowGroupSignal.Wake.Now), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _dispatched = register(Post);
    }

    /// <summary>Makes every row; false when it was cancelled before.</summary>
    /// <exception cref="RowGroupFaultException">The rows cannot be made at all.</exception>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        _core.Seed();
        try
        {
            while (!Step() || _core.Dispatched > 0)
            {
                await _signals.Reader.WaitToReadAsync(cancellationToken);
                Take();
            }

            return true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Cancels what is in flight.</summary>
    public void Dispose()
    {
        _wake.Dispose();
        _dispatched.Dispose();
    }

    private void Post(RowGroupSignal signal) => _signals.Writer.TryWrite(signal);

    private void Take()
    {
        var now = _time.GetUtcNow();
        while (_signals.Reader.TryRead(out var signal))
        {
            switch (signal)
            {
                case RowGroupSignal.Result result:
                    foreach (var entry in _core.JudgeAll(result.Value, now))
                    {
                        _core.Apply(entry);
                    }

                    if (_core.Fault is { } broken)
                    {
                        throw new RowGroupFaultException(broken);
                    }

                    break;
                case RowGroupSignal.Fault fault:
                    throw new RowGroupFaultException(fault.Value);
            }
        }
    }

    // Everything that can be done now; true when every row is made or dropped.
    private bool Step()
    {
        var now = _time.GetUtcNow();
        do
        {
            while (_core.Advance(Slice, now))
            {
            }

            _core.Salvage(now).ForEach(Apply);
            if (_core.Fault is { } broken)
            {
                throw new RowGroupFaultException(broken);
            }

            if (_core.TakeTasks() is { Count: > 0 } tasks)
            {
                _dispatched.Enqueue(tasks);
            }

            if (_core.TakeWithdrawn())
            {
                _core.Returned(_dispatched.Withdraw(_core.IsStale));
            }
        }
        while (_core.HasReady);

        if (_core.NextSalvage is { } at)
        {
            var due = at - now;
            _wake.Change(due > TimeSpan.Zero ? due : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }

        return _core.IsComplete;
    }

    private void Apply(CellLogEntry? entry)
    {
        if (entry is not null)
        {
            _core.Apply(entry);
        }
    }
}
