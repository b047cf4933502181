namespace Granary.SocketLoops;

/// <summary>The tuning in force; read by every loop, swapped by whoever changes it.</summary>
internal sealed class LiveTuning(LoopTuning initial)
{
    private LoopTuning _current = initial;

    public LoopTuning Current
    {
        get => Volatile.Read(ref _current);
        set => Volatile.Write(ref _current, value);
    }
}
