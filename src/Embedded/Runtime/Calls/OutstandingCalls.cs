namespace Granary.Embedded.Runtime;

/// <summary>
/// The calls of one silo or client that wait for their answer. Adding and removing is a few writes under a lock; an idle process has no timer running,
/// save one that was armed for a call and finds it gone. Thread-safe.
/// </summary>
internal sealed class OutstandingCalls(TimeProvider time, TimeSpan defaultTimeout)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TimeSpan, TimeoutLane> _lanes = [];
    private Exception? _closed;

    /// <summary>Adds it, unless there is a reason that no answer can come any more: then that.</summary>
    public Exception? Add(GrainCall call)
    {
        var timeout = call.Method.Timeout ?? defaultTimeout;
        lock (_gate)
        {
            if (_closed is not null)
            {
                return _closed;
            }

            if (timeout == Timeout.InfiniteTimeSpan)
            {
                timeout = TimeSpan.MaxValue;
            }

            if (!_lanes.TryGetValue(timeout, out var lane))
            {
                var ticks = timeout == TimeSpan.MaxValue ? long.MaxValue : (long)(timeout.TotalSeconds * time.TimestampFrequency);
                lane = new TimeoutLane(timeout, ticks, time, OnTimer);
                _lanes.Add(timeout, lane);
            }

            call.Deadline = lane.Ticks == long.MaxValue ? long.MaxValue : time.GetTimestamp() + lane.Ticks;
            lane.Add(call);
            if (!lane.Armed && lane.Ticks != long.MaxValue)
            {
                lane.Armed = true;
                lane.Timer.Change(timeout, Timeout.InfiniteTimeSpan);
            }

            return null;
        }
    }

    public void Remove(GrainCall call)
    {
        lock (_gate)
        {
            call.Lane?.Remove(call);
        }
    }

    /// <summary>Fails those that were sent to it.</summary>
    public void FailAll(CallOrigin destination, Func<GrainCall, Exception> error)
    {
        foreach (var call in Snapshot(call => ReferenceEquals(call.Destination, destination)))
        {
            call.Fail(error(call));
        }
    }

    /// <summary>Fails all, and those that come later.</summary>
    public void Close(Exception error)
    {
        lock (_gate)
        {
            _closed = error;
        }

        foreach (var call in Snapshot(static _ => true))
        {
            call.Fail(error);
        }

        Dispose();
    }

    /// <summary>The origin died: nobody is told.</summary>
    public void Kill()
    {
        lock (_gate)
        {
            _closed = new SiloUnavailableException("The silo is dead.");
        }

        Dispose();
    }

    private void Dispose()
    {
        lock (_gate)
        {
            foreach (var lane in _lanes.Values)
            {
                lane.Timer.Dispose();
            }
        }
    }

    private List<GrainCall> Snapshot(Func<GrainCall, bool> which)
    {
        var calls = new List<GrainCall>();
        lock (_gate)
        {
            foreach (var lane in _lanes.Values)
            {
                for (var call = lane.First; call is not null; call = call.Next)
                {
                    if (which(call))
                    {
                        calls.Add(call);
                    }
                }
            }
        }

        return calls;
    }

    private void OnTimer(TimeoutLane lane)
    {
        var expired = new List<GrainCall>();
        lock (_gate)
        {
            var now = time.GetTimestamp();
            while (lane.First is { } call && call.Deadline <= now)
            {
                lane.Remove(call);
                expired.Add(call);
            }

            lane.Armed = lane.First is not null;
            if (lane.First is { } next)
            {
                // At least a millisecond: timers count whole ones, and one that fires early must not spin.
                var left = time.GetElapsedTime(now, next.Deadline);
                lane.Timer.Change(left < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : left, Timeout.InfiniteTimeSpan);
            }
        }

        foreach (var call in expired)
        {
            call.Expire(lane.Timeout);
        }
    }
}
