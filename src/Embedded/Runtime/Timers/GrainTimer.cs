namespace Granary.Embedded.Runtime;

/// <summary>
/// A timer: 1. the clock fires; 2. a tick waits in the activation's queue; 3. it runs as a turn; 4. when the callback has finished, the clock is set
/// again. So there is one tick at most under way.
/// </summary>
internal sealed class GrainTimer : IGrainTimer
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(0xfffffffe);

    private readonly Activation _activation;
    private readonly Func<CancellationToken, Task> _callback;
    private readonly CancellationTokenSource _token = new();
    private readonly ITimer _clock;
    private readonly TimerTick _tick;
    private volatile bool _firing;
    private bool _changed;
    private TimeSpan _dueTime;
    private TimeSpan _period;

    private GrainTimer(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        _activation = activation;
        _callback = callback;
        _tick = new TimerTick(this, options.Interleave, options.KeepAlive) { TargetId = activation.GrainId, TargetClass = activation.Class };
        _clock = RuntimeTimers.Create(activation.Silo.Time, static timer => ((GrainTimer)timer!).OnClock(), this);
    }

    public static IGrainTimer Register(IGrainContext context, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        if (!ReferenceEquals(RuntimeContext.Activation, context))
        {
            throw new InvalidOperationException("A timer is registered within a turn of its grain.");
        }

        Check(options.DueTime, options.Period);
        var activation = (Activation)context;
        var timer = new GrainTimer(activation, callback, options);
        activation.Add(timer);
        timer.Change(options.DueTime, options.Period);
        return timer;
    }

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Check(dueTime, period);
        _changed = true;
        _dueTime = dueTime;
        _period = period;
        if (!_firing)
        {
            _clock.Change(dueTime, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        _activation.Remove(this);
        _clock.Dispose();
        try
        {
            _token.Cancel();
        }
        catch (AggregateException error)
        {
            ActivationLog.CancellationFailed(_activation.Silo.Log, _activation, error);
        }
    }

    /// <summary>The silo died: the clock stops, and nothing else.</summary>
    public void Kill() => _clock.Dispose();

    /// <summary>Within a turn of the activation.</summary>
    public async Task TickAsync()
    {
        _changed = false;
        _tick.Error = null;
        try
        {
            await _callback(_token.Token);
        }
        finally
        {
            if (!_token.IsCancellationRequested)
            {
                _clock.Change(_changed ? _dueTime : _period, Timeout.InfiniteTimeSpan);
            }

            _firing = false;
        }
    }

    private static void Check(TimeSpan dueTime, TimeSpan period)
    {
        CheckOne(dueTime, nameof(dueTime));
        CheckOne(period, nameof(period));
    }

    private static void CheckOne(TimeSpan time, string name)
    {
        if ((time < TimeSpan.Zero && time != Timeout.InfiniteTimeSpan) || time > Longest)
        {
            throw new ArgumentOutOfRangeException(name, time, "A timer's times are zero or more, or infinite, and below 50 days.");
        }
    }

    private void OnClock()
    {
        // Until the tick has run, a change waits for it.
        _firing = true;
        _activation.Receive(_tick);
    }
}
