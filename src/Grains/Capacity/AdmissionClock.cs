namespace Granary.Grains.Capacity;

/// <summary>Monotonic seconds since this object was made, as the pure parts want them. Thread-safe.</summary>
internal sealed class AdmissionClock(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private readonly double _frequency = time.TimestampFrequency;

    /// <summary>Where timers come from.</summary>
    public TimeProvider Time => time;

    /// <summary>Now.</summary>
    public double Now => (time.GetTimestamp() - _start) / _frequency;

    /// <summary>One of its instants in seconds of the process's monotonic clock: exactly what that clock showed then, so that both can be compared.</summary>
    public double OnProcessClock(double instant) => (_start + Math.Round(instant * _frequency)) / _frequency;
}
