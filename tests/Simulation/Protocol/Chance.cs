namespace Granary.Simulation.Protocol;

/// <summary>A stream of chance. SplitMix64: the same numbers for the same seed in every version of the framework.</summary>
internal sealed class Chance
{
    private readonly ulong _seed;
    private ulong _state;

    public Chance(ulong seed)
    {
        _seed = seed;
        _state = seed;
    }

    /// <summary>A stream of its own for one purpose, so that taking a fault away changes no other choice.</summary>
    public Chance Fork(ulong purpose) => new((_seed * 0x9E3779B97F4A7C15) ^ ((purpose + 1) * 0xD1B54A32D192ED03));

    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>From zero to below 1.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>From zero to below <paramref name="bound"/>.</summary>
    public int Below(int bound) => (int)(Next() % (ulong)bound);

    public double Between(double least, double most) => least + (Unit() * (most - least));

    public int Between(int least, int most) => least + Below(most - least + 1);

    public bool Happens(double probability) => probability > 0 && Unit() < probability;
}
