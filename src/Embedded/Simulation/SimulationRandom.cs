namespace Granary.Embedded.Simulation;

/// <summary>The one source of chance of a simulation. SplitMix64: the same numbers for the same seed, in every version of the framework.</summary>
internal sealed class SimulationRandom(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>From zero to below <paramref name="bound"/>.</summary>
    public int Below(int bound) => (int)(Next() % (ulong)bound);

    /// <summary>From 0 to below 1.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    public bool Chance(double probability) => probability > 0 && Unit() < probability;

    /// <summary>Between the two, both included.</summary>
    public TimeSpan Between(TimeSpan least, TimeSpan most) =>
        most <= least ? least : TimeSpan.FromTicks(least.Ticks + (long)(Next() % (ulong)(most.Ticks - least.Ticks + 1)));

    /// <summary>A wait whose mean is <paramref name="mean"/>, for what happens at any moment with the same chance.</summary>
    public TimeSpan Wait(TimeSpan mean) => TimeSpan.FromTicks(1 + (long)(-Math.Log(1 - Unit()) * mean.Ticks));
}
