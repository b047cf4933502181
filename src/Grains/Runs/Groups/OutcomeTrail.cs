using System.Collections.Immutable;

namespace Granary.Grains.Runs.Groups;

/// <summary>The latest outcomes that count for early shutdown, numbered from the session's start. Keeps as many as the run looks at. Not thread-safe.</summary>
internal sealed class OutcomeTrail
{
    private const int Kept = 1000;

    private readonly Queue<byte> _outcomes = new();
    private long _next;

    public void Add(bool success)
    {
        _outcomes.Enqueue(success ? (byte)1 : (byte)0);
        _next++;
        if (_outcomes.Count > Kept)
        {
            _outcomes.Dequeue();
        }
    }

    /// <summary>Forgets what the run has seen.</summary>
    public void Seen(long next)
    {
        while (_outcomes.Count > 0 && _next - _outcomes.Count < next)
        {
            _outcomes.Dequeue();
        }
    }

    public (long First, ImmutableArray<byte> Outcomes) Read() => (_next - _outcomes.Count, [.. _outcomes]);
}
