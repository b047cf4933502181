using System.Numerics;

namespace Granary.Executors.Dispatch;

/// <summary>
/// Tasks by priority level, each level by arrival, and all of them by arrival. Nobody is forgotten: a level is overdue when its head waits and the
/// level's last start, or the instant it became non-empty, is the overdue age ago; the longest overdue level goes next, once, and by that start is young again.
/// </summary>
internal sealed class LevelQueue<T>(TimeSpan overdueAge)
{
    private const int Levels = 256;
    private readonly LinkedList<DispatchEntry<T>>?[] _levels = new LinkedList<DispatchEntry<T>>?[Levels];
    private readonly TimeSpan[] _since = new TimeSpan[Levels];
    private readonly ulong[] _filled = new ulong[Levels / 64];
    private readonly LinkedList<DispatchEntry<T>> _all = new();
    private TimeSpan _noneOverdueBefore = TimeSpan.MaxValue;

    public int Count => _all.Count;

    /// <summary>The oldest task.</summary>
    public DispatchEntry<T>? Oldest => _all.First?.Value;

    /// <summary>The youngest task.</summary>
    public DispatchEntry<T>? Youngest => _all.Last?.Value;

    public int CountOf(int level) => _levels[level]?.Count ?? 0;

    /// <summary>The oldest task of the highest level.</summary>
    public DispatchEntry<T>? Highest
    {
        get
        {
            for (var word = _filled.Length - 1; word >= 0; word--)
            {
                if (_filled[word] != 0)
                {
                    return _levels[(word * 64) + 63 - BitOperations.LeadingZeroCount(_filled[word])]!.First!.Value;
                }
            }

            return null;
        }
    }

    /// <summary>The head of the longest overdue level, and since when that level waits; null if none is overdue.</summary>
    public (DispatchEntry<T> Entry, TimeSpan Since)? Overdue(TimeSpan now)
    {
        if (now < _noneOverdueBefore)
        {
            return null;
        }

        var longest = -1;
        for (var word = 0; word < _filled.Length; word++)
        {
            for (var bits = _filled[word]; bits != 0; bits &= bits - 1)
            {
                var level = (word * 64) + BitOperations.TrailingZeroCount(bits);
                if (longest < 0 || _since[level] < _since[longest])
                {
                    longest = level;
                }
            }
        }

        _noneOverdueBefore = longest < 0 ? TimeSpan.MaxValue : _since[longest] + overdueAge;
        return longest >= 0 && _noneOverdueBefore <= now ? (_levels[longest]!.First!.Value, _since[longest]) : null;
    }

    public void Add(DispatchEntry<T> entry, TimeSpan now)
    {
        var level = entry.Tags.Priority;
        var list = _levels[level] ??= new LinkedList<DispatchEntry<T>>();
        if (list.Count == 0)
        {
            _since[level] = now;
            _filled[level / 64] |= 1UL << (level % 64);
            if (now + overdueAge < _noneOverdueBefore)
            {
                _noneOverdueBefore = now + overdueAge;
            }
        }

        Insert(list, entry.InLevel);
        Insert(_all, entry.InQueue);
    }

    /// <summary>Takes a task out without a start.</summary>
    public void Remove(DispatchEntry<T> entry)
    {
        var level = entry.Tags.Priority;
        _levels[level]!.Remove(entry.InLevel);
        _all.Remove(entry.InQueue);
        if (_levels[level]!.Count == 0)
        {
            _filled[level / 64] &= ~(1UL << (level % 64));
        }
    }

    /// <summary>Takes a task out because it starts.</summary>
    public void Start(DispatchEntry<T> entry, TimeSpan now)
    {
        Remove(entry);
        _since[entry.Tags.Priority] = now;
    }

    /// <summary>Everything by arrival.</summary>
    public IEnumerable<DispatchEntry<T>> All() => _all;

    // By arrival. New tasks come last, moved ones behind their like, one put back comes first: the place is found within a step or two.
    private static void Insert(LinkedList<DispatchEntry<T>> list, LinkedListNode<DispatchEntry<T>> node)
    {
        var after = list.Last;
        if (after is not null && list.First!.Value.Arrival > node.Value.Arrival)
        {
            list.AddFirst(node);
            return;
        }

        while (after is not null && after.Value.Arrival > node.Value.Arrival)
        {
            after = after.Previous;
        }

        if (after is null)
        {
            list.AddFirst(node);
        }
        else
        {
            list.AddAfter(after, node);
        }
    }
}
