namespace Granary.Scheduling.Recovery;

/// <summary>
/// How often the tasks of a run may be tried again after its groups stalled: 50 and a fifth of its tasks, so that a run that mostly fails
/// ends instead of paying for every task several times. Re-entries of preserved tasks do not count. Not thread-safe.
/// </summary>
/// <param name="tasks">Tasks of the run: rows × columns.</param>
public sealed class RetryLedger(long tasks)
{
    /// <summary>Re-entries allowed in all.</summary>
    public long Budget { get; } = 50 + (Math.Max(0, tasks) / 5);

    /// <summary>Re-entries so far.</summary>
    public long Used { get; private set; }

    /// <summary>Re-entries left.</summary>
    public long Left => Budget - Used;

    /// <summary>Takes up to so many re-entries and returns how many.</summary>
    public int Take(int wanted)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(wanted);
        var taken = (int)Math.Min(wanted, Left);
        Used += taken;
        return taken;
    }

    /// <summary>Counts re-entries of an earlier session of the run.</summary>
    public void Restore(long used) => Used = Math.Clamp(used, 0, Budget);
}
