namespace Granary.Grains.Models;

/// <summary>
/// The time-outs of one attempt on an injected clock, joined with the caller's token into one. One thing is expected at a time; the whole
/// attempt has a bound of its own. Used by one flow; timers fire on any thread.
/// </summary>
internal sealed class CallClock : IDisposable
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _source;
    private readonly ITimer _phase;
    private readonly ITimer _whole;
    private readonly CallExpiry _wholeKind;
    private CallExpiry _expected;
    private long _armedAt;
    private TimeSpan _within;
    private bool _disposed;

    /// <summary>Starts with nothing expected. <paramref name="deadline"/> null = none.</summary>
    public CallClock(TimeProvider time, TimeSpan total, TimeSpan? deadline, CancellationToken caller)
    {
        _time = time;
        _source = CancellationTokenSource.CreateLinkedTokenSource(caller);
        _wholeKind = deadline <= total ? CallExpiry.Deadline : CallExpiry.Total;
        _phase = time.CreateTimer(static me => ((CallClock)me!).PhaseOver(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _whole = time.CreateTimer(
            static me => ((CallClock)me!).Expire(((CallClock)me!)._wholeKind), this, deadline <= total ? Positive(deadline.Value) : total, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Cancelled when a time runs out or the caller leaves.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>What ran out first.</summary>
    public CallExpiry Expired { get; private set; }

    /// <summary>From now on <paramref name="what"/> must happen within so long; replaces what was expected before.</summary>
    public void Expect(CallExpiry what, TimeSpan within)
    {
        lock (_lock)
        {
            _expected = what;
            _within = within;
            _armedAt = _time.GetTimestamp();
        }

        _phase.Change(within, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Nothing is expected.</summary>
    public void Rest()
    {
        lock (_lock)
        {
            _expected = CallExpiry.None;
        }

        _phase.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
        }

        _phase.Dispose();
        _whole.Dispose();
        _source.Dispose();
    }

    private static TimeSpan Positive(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;

    private void PhaseOver()
    {
        CallExpiry what;
        TimeSpan left;
        lock (_lock)
        {
            if (_disposed || _expected == CallExpiry.None)
            {
                return;
            }

            what = _expected;
            left = _within - _time.GetElapsedTime(_armedAt);
        }

        if (left > TimeSpan.Zero)
        {
            // It fired early, or while something new came to be expected: that has its time still before it.
            _phase.Change(left, Timeout.InfiniteTimeSpan);
            return;
        }

        Expire(what);
    }

    private void Expire(CallExpiry what)
    {
        lock (_lock)
        {
            if (_disposed || Expired != CallExpiry.None)
            {
                return;
            }

            Expired = what;
        }

        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The attempt ended between the check and here: nobody is left to be told.
        }
    }
}
