namespace Granary.Grains.Models;

/// <summary>Spreads pauses so that those who failed together do not return together. Follows from its seed (SplitMix64). Thread-safe.</summary>
internal sealed class RetryJitter(ulong seed)
{
    private const ulong Step = 0x9E3779B97F4A7C15;
    private ulong _state = seed;

    /// <summary>The next number in [0, 1).</summary>
    public double Next()
    {
        var z = Interlocked.Add(ref _state, Step);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}
