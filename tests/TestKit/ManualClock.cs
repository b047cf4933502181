namespace Granary.TestKit;

/// <summary>
/// A clock that moves only when told. Timers fire in due order on the thread that advances it. Thread-safe.
/// </summary>
public sealed class ManualClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<ManualTimer, (long Due, long Order)> _due = new();
    private readonly DateTimeOffset _start;
    private long _now;
    private long _order;

    /// <summary>Starts at a fixed instant, so that a test sees the same times on every run.</summary>
    public ManualClock(DateTimeOffset? start = null) => _start = start ?? new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Time passed since the clock was made.</summary>
    public TimeSpan Elapsed => TimeSpan.FromTicks(Interlocked.Read(ref _now));

    /// <inheritdoc/>
    public override long GetTimestamp() => Interlocked.Read(ref _now);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => _start + Elapsed;

    /// <summary>Moves the clock, firing every timer on the way at its own instant.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var target = Interlocked.Read(ref _now) + by.Ticks;
        while (true)
        {
            ManualTimer timer;
            lock (_gate)
            {
                if (!_due.TryPeek(out var head, out var key) || key.Due > target)
                {
                    _now = Math.Max(_now, target);
                    return;
                }

                _due.Dequeue();
                if (head.ArmedFor != key)
                {
                    continue;
                }

                _now = Math.Max(_now, key.Due);
                head.ArmedFor = null;
                timer = head;
            }

            timer.Fire();
        }
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private void Arm(ManualTimer timer, TimeSpan due)
    {
        lock (_gate)
        {
            if (due == Timeout.InfiniteTimeSpan)
            {
                timer.ArmedFor = null;
                return;
            }

            var key = (_now + Math.Max(0, due.Ticks), ++_order);
            timer.ArmedFor = key;
            _due.Enqueue(timer, key);
        }
    }

    private sealed class ManualTimer(ManualClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;
        private bool _disposed;

        public (long Due, long Order)? ArmedFor { get; set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (_disposed)
            {
                return false;
            }

            _period = period;
            clock.Arm(this, dueTime);
            return true;
        }

        public void Fire()
        {
            if (_period > TimeSpan.Zero)
            {
                clock.Arm(this, _period);
            }

            callback(state);
        }

        public void Dispose()
        {
            _disposed = true;
            clock.Arm(this, Timeout.InfiniteTimeSpan);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
