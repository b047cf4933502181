namespace Granary.Embedded.Simulation;

/// <summary>The virtual time as one node sees it. Its timers fire on the pump, and not while the node is paused.</summary>
internal sealed class NodeTimeProvider(SimulatedNode node, SimulationPump pump) : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => pump.UtcNow;

    public override long GetTimestamp() => pump.Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new SimulatedTimer(node, pump, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }
}
