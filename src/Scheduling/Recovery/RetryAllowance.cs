namespace Granary.Scheduling.Recovery;

/// <summary>A row group's part of its run's <see cref="RetryBudget"/>: what it was granted and what it has used. Not thread-safe.</summary>
public sealed class RetryAllowance
{
    private readonly bool _asks;
    private long _answered;

    private RetryAllowance(long granted, bool asks) => (Granted, _asks) = (granted, asks);

    /// <summary>Re-entries it may have in all, as far as it was told.</summary>
    public long Granted { get; private set; }

    /// <summary>Re-entries it had, those of earlier sessions too.</summary>
    public long Used { get; private set; }

    private long Left => Math.Max(0, Granted - Used);

    /// <summary>Of a group that asks its run for every re-entry.</summary>
    public static RetryAllowance OfRun() => new(0, asks: true);

    /// <summary>Of a group without a run, as of a run that has this group alone.</summary>
    /// <param name="tasks">Its tasks.</param>
    public static RetryAllowance Alone(long tasks) => new(RetryBudget.Of(tasks), asks: false);

    /// <summary>What is to be asked for before so many tasks re-enter: how many it will have used in all. Null: nothing, it has enough or has its answer.</summary>
    public long? ToAsk(int wanted) => _asks && wanted > Left && Used + wanted > _answered ? Used + wanted : null;

    /// <summary>The run's answer to <see cref="ToAsk"/>.</summary>
    public void Answer(long asked, long granted) => (_answered, Granted) = (asked, Math.Max(Granted, granted));

    /// <summary>Takes up to so many re-entries and returns how many.</summary>
    public int Take(int wanted)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(wanted);
        var taken = (int)Math.Min(wanted, Left);
        Used += taken;
        return taken;
    }

    /// <summary>A re-entry of an earlier session, whether or not it was granted: it has happened.</summary>
    public void Restore() => Used++;
}
