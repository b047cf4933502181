using System.Collections.Immutable;

namespace Granary.Grains.Runs.Profiles;

/// <summary>
/// How many distinct values there are, from the 256 smallest of their hashes: exact below that, else estimated from how close to zero they crowd
/// (k minimum values; Bar-Yossef et al. 2002), with a standard error of 1 / √(k − 2), about 6 %. Adding up sketches loses nothing. Not thread-safe.
/// </summary>
internal sealed class DistinctSketch
{
    public const int Kept = 256;

    private readonly SortedSet<ulong> _smallest = [];

    /// <summary>The count is exact.</summary>
    public static bool IsExact(ImmutableArray<ulong> smallest) => smallest.Length < Kept;

    /// <summary>Distinct values by a sketch.</summary>
    public static long Count(ImmutableArray<ulong> smallest) =>
        IsExact(smallest) ? smallest.Length : (long)Math.Round((Kept - 1) / ((smallest[^1] + 1.0) / (ulong.MaxValue + 1.0)));

    /// <summary>The sketch of both.</summary>
    public static ImmutableArray<ulong> Merge(ImmutableArray<ulong> one, ImmutableArray<ulong> other) => [.. one.Union(other).Order().Take(Kept)];

    public void Add(ReadOnlySpan<byte> value)
    {
        var hash = Hash(value);
        if (_smallest.Count < Kept)
        {
            _smallest.Add(hash);
        }
        else if (hash < _smallest.Max && _smallest.Add(hash))
        {
            _smallest.Remove(_smallest.Max);
        }
    }

    public ImmutableArray<ulong> ToArray() => [.. _smallest];

    // FNV-1a, then the finaliser of SplitMix64: FNV alone leaves the upper bits of short values too regular to count by.
    private static ulong Hash(ReadOnlySpan<byte> value)
    {
        var hash = 14_695_981_039_346_656_037UL;
        foreach (var octet in value)
        {
            hash = (hash ^ octet) * 1_099_511_628_211UL;
        }

        hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9UL;
        hash = (hash ^ (hash >> 27)) * 0x94d049bb133111ebUL;
        return hash ^ (hash >> 31);
    }
}
