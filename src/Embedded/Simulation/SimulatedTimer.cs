namespace Granary.Embedded.Simulation;

/// <summary>A timer on virtual time.</summary>
internal sealed class SimulatedTimer : ITimer, IThreadPoolWorkItem
{
    private readonly SimulationPump _pump;
    private readonly TimerCallback _callback;
    private readonly object? _state;
    private readonly ExecutionContext? _context = ExecutionContext.Capture();
    private TimeSpan _period;
    private bool _disposed;

    public SimulatedTimer(SimulatedNode node, SimulationPump pump, TimerCallback callback, object? state)
    {
        Node = node;
        _pump = pump;
        _callback = callback;
        _state = state;
    }

    public SimulatedNode Node { get; }

    /// <summary>Which of the times it was armed for still counts; under the gate of the pump.</summary>
    public long Version { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (_disposed)
        {
            return false;
        }

        _period = period;
        _pump.Arm(this, dueTime);
        return true;
    }

    public void Execute()
    {
        if (_disposed)
        {
            return;
        }

        if (_period > TimeSpan.Zero)
        {
            _pump.Arm(this, _period);
        }

        if (_context is null)
        {
            _callback(_state);
        }
        else
        {
            ExecutionContext.Run(_context, static timer => ((SimulatedTimer)timer!)._callback(((SimulatedTimer)timer)._state), this);
        }
    }

    public void Dispose()
    {
        _disposed = true;
        _pump.Disarm(this);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public override string ToString() => $"timer of {Node.Name}";
}
