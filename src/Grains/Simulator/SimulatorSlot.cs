namespace Granary.Grains.Simulator;

/// <summary>One call's place in the simulated provider. Given back exactly once, by whoever comes first.</summary>
internal sealed class SimulatorSlot(Action<SimulatorEnding> end)
{
    private Action<SimulatorEnding>? _end = end;

    public void End(SimulatorEnding ending) => Interlocked.Exchange(ref _end, null)?.Invoke(ending);
}
