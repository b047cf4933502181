namespace Granary.Embedded.Runtime;

/// <summary>
/// Ticks one reminder. The next tick is the first instant of its schedule after the last one ended, so ticks neither overlap nor pile up.
/// </summary>
internal sealed class ReminderClock : IDisposable
{
    /// <summary>Timers reach no further than 50 days.</summary>
    private static readonly TimeSpan Horizon = TimeSpan.FromDays(40);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly Func<TickStatus, Task> _tick;
    private readonly ITimer _timer;
    private DateTime _last;
    private bool _disposed;

    public ReminderClock(ReminderRow row, TimeProvider time, Func<TickStatus, Task> tick)
    {
        Row = row;
        _time = time;
        _tick = tick;

        // What was due before it was made is left out.
        var now = time.GetUtcNow().UtcDateTime;
        _last = (row.StartAt > now ? row.StartAt : now).AddTicks(-1);
        _timer = RuntimeTimers.Create(time, static clock => ((ReminderClock)clock!).OnTimer(), this);
    }

    public ReminderRow Row { get; }

    /// <summary>The first instant of the schedule that is after <paramref name="last"/>, and not before now.</summary>
    public static DateTime Next(ReminderRow row, DateTime last, DateTime now)
    {
        var after = last > now.AddTicks(-1) ? last : now.AddTicks(-1);
        return after < row.StartAt
            ? row.StartAt
            : row.StartAt.AddTicks((((after - row.StartAt).Ticks / row.Period.Ticks) + 1) * row.Period.Ticks);
    }

    public void Arm()
    {
        lock (_gate)
        {
            if (!_disposed)
            {
                var now = _time.GetUtcNow().UtcDateTime;
                var wait = Next(Row, _last, now) - now;
                _timer.Change(wait < Horizon ? wait : Horizon, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
        }

        _timer.Dispose();
    }

    private void OnTimer() => _ = TickAsync();

    private async Task TickAsync()
    {
        var now = _time.GetUtcNow().UtcDateTime;
        if (now >= Next(Row, _last, _last))
        {
            _last = now;
            await _tick(new TickStatus(Row.StartAt, Row.Period, now));
        }

        Arm();
    }
}
