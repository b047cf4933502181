namespace Granary.Grains.Simulator;

/// <summary>
/// Chance that is none: numbers that follow from a seed (SplitMix64). The same seed gives the same numbers on every machine and version.
/// Not thread-safe; every decision makes its own.
/// </summary>
internal sealed class SimulatorChance(ulong seed)
{
    private ulong _state = seed;

    /// <summary>Numbers of one purpose for one prompt, and for one attempt where it matters.</summary>
    public static SimulatorChance For(ulong seed, PromptHash prompt, ulong purpose, long attempt = 0) =>
        new(Mix(Mix(Mix(seed + 0x9E3779B97F4A7C15) ^ prompt.A) ^ (purpose << 48) ^ (ulong)attempt));

    /// <summary>The next number in [0, 1).</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>The next number in [0, <paramref name="below"/>).</summary>
    public int Next(int below) => (int)(NextDouble() * below);

    /// <summary>The next number of the standard normal distribution.</summary>
    public double NextNormal() => Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    /// <summary>One of them.</summary>
    public T Pick<T>(ReadOnlySpan<T> items) => items[Next(items.Length)];

    /// <summary>The next 64 bits.</summary>
    public ulong NextUInt64()
    {
        _state += 0x9E3779B97F4A7C15;
        return Mix(_state);
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
