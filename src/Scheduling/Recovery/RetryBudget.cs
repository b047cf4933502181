namespace Granary.Scheduling.Recovery;

/// <summary>
/// How often the tasks of a run may re-enter after its row groups stalled: 50 and a fifth of its tasks, so that a run that mostly fails ends instead of paying for
/// every task several times. Groups ask for what they will have used in all, so asking again takes nothing more. Re-entries of preserved tasks do not count.
/// Not thread-safe.
/// </summary>
public sealed class RetryBudget
{
    private readonly IDictionary<long, long> _granted;

    /// <summary>What was granted before counts.</summary>
    /// <param name="granted">Re-entries by row group that is not closed; the budget keeps it up.</param>
    /// <param name="closed">Re-entries of closed row groups.</param>
    public RetryBudget(IDictionary<long, long> granted, long closed)
    {
        (_granted, Closed) = (granted, closed);
        Used = closed + granted.Values.Sum();
    }

    /// <summary>Re-entries of closed row groups.</summary>
    public long Closed { get; private set; }

    /// <summary>Re-entries granted in all.</summary>
    public long Used { get; private set; }

    /// <summary>Re-entries that a run of so many tasks may have: rows × columns, those of its extensions too.</summary>
    public static long Of(long tasks) => 50 + (Math.Max(0, tasks) / 5);

    /// <summary>Grants re-entries to a row group.</summary>
    /// <param name="group">Its number.</param>
    /// <param name="total">How many it will have used in all.</param>
    /// <param name="tasks">Tasks of the run now.</param>
    /// <returns>How many it may have used in all; never fewer than it was granted before.</returns>
    public long Grant(long group, long total, long tasks)
    {
        var before = _granted.TryGetValue(group, out var known) ? known : 0;
        var more = Math.Min(total - before, Of(tasks) - Used);
        if (more <= 0)
        {
            return before;
        }

        Used += more;
        return _granted[group] = before + more;
    }

    /// <summary>The row group is finished: what it was granted stays used.</summary>
    public void Close(long group)
    {
        if (_granted.TryGetValue(group, out var granted) && _granted.Remove(group))
        {
            Closed += granted;
        }
    }
}
