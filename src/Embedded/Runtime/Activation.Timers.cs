namespace Granary.Embedded.Runtime;

/// <summary>Timers.</summary>
internal sealed partial class Activation
{
    private readonly HashSet<GrainTimer> _timers = [];

    public void Add(GrainTimer timer)
    {
        lock (_gate)
        {
            _timers.Add(timer);
        }
    }

    public void Remove(GrainTimer timer)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
        }
    }

    private void DisposeTimers()
    {
        foreach (var timer in TakeTimers())
        {
            timer.Dispose();
        }
    }

    private void KillTimers()
    {
        foreach (var timer in TakeTimers())
        {
            timer.Kill();
        }
    }

    private GrainTimer[] TakeTimers()
    {
        lock (_gate)
        {
            GrainTimer[] timers = [.. _timers];
            _timers.Clear();
            return timers;
        }
    }
}
