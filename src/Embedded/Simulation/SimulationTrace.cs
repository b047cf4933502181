using System.Globalization;

namespace Granary.Embedded.Simulation;

/// <summary>What happened, as a hash, and as lines when they are asked for. Two runs with one hash took the same course.</summary>
internal sealed class SimulationTrace(bool keep)
{
    private readonly List<string> _lines = [];

    public ulong Hash { get; private set; } = StableHash.Seed;

    public long Length { get; private set; }

    public IReadOnlyList<string> Lines => _lines;

    public void Add(long now, string what, string whom, string detail = "")
    {
        var hash = StableHash.Add(Hash, now);
        hash = StableHash.Add(hash, what);
        hash = StableHash.Add(hash, whom);
        Hash = StableHash.Add(hash, detail);
        Length++;
        if (keep)
        {
            _lines.Add(string.Create(CultureInfo.InvariantCulture, $"{TimeSpan.FromTicks(now):c} {what} {whom} {detail}"));
        }
    }
}
