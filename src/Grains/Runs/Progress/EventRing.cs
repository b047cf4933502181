using System.Collections.Immutable;
using Granary.Abstractions.Runs;

namespace Granary.Grains.Runs.Progress;

/// <summary>
/// The last events of a run, numbered from 1. A reader that asks for events after one that is gone is told how many it missed. Not thread-safe.
/// </summary>
internal sealed class EventRing(int capacity)
{
    private readonly RunEvent[] _events = new RunEvent[capacity];

    /// <summary>Number of the newest event, 0 if there is none.</summary>
    public long Last { get; private set; }

    /// <summary>Number of the oldest event that is kept, 1 if there is none.</summary>
    public long First => Math.Max(1, Last - capacity + 1);

    public RunEvent Add(string kind, string data)
    {
        Last++;
        var added = new RunEvent(Last, kind, data);
        _events[Last % capacity] = added;
        return added;
    }

    /// <summary>Events after a number, at most <paramref name="limit"/>, and how many in between are gone.</summary>
    public (long Missed, ImmutableArray<RunEvent> Events) After(long after, int limit)
    {
        after = Math.Clamp(after, 0, Last);
        var missed = Math.Max(0, First - 1 - after);
        var from = after + missed + 1;
        var count = (int)Math.Min(limit, Last - from + 1);
        var found = ImmutableArray.CreateBuilder<RunEvent>(Math.Max(0, count));
        for (var i = 0; i < count; i++)
        {
            found.Add(_events[(from + i) % capacity]);
        }

        return (missed, found.MoveToImmutable());
    }
}
