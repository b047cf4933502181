namespace Granary.Simulation.Runs;

/// <summary>Numbers drawn from a seed (SplitMix64): the same seed draws the same. Used on one thread.</summary>
internal sealed class SeededDraw(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>0 to <paramref name="bound"/> − 1.</summary>
    public int Below(int bound) => (int)(Next() % (ulong)bound);

    /// <summary>From the first to the last number, both included.</summary>
    public int From(int first, int last) => first + Below(last - first + 1);

    public bool Chance(double share) => (Next() >> 11) * (1.0 / (1UL << 53)) < share;

    public TimeSpan Milliseconds(int first, int last) => TimeSpan.FromMilliseconds(From(first, last));
}
