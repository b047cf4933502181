using Granary.Executors.Pools;

namespace Granary.Executors.Tests.Pools;

internal sealed class ScriptedTask(string name, bool mayRepeat) : PoolTask
{
    public string Name { get; } = name;

    public override bool MayRepeat => mayRepeat;

    public ExecutorStatus? Status { get; set; }

    public string? Code { get; set; }

    public int Settled { get; set; }

    public int Starts { get; set; }

    public static ScriptedTask Of(string name, int lane, bool mayRepeat, TimeSpan? timeLeft, byte priority) =>
        new(name, mayRepeat) { KeyedLane = lane, TimeLeft = timeLeft, Priority = priority };

    public override string ToString() => $"{Name} {State} lane {Lane} settled {Settled} {Code}";
}
