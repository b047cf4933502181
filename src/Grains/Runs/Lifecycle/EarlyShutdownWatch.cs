namespace Granary.Grains.Runs.Lifecycle;

/// <summary>
/// Says when a run fails so much that going on would only burn money: the window of the last outcomes is full and at least
/// <c>rate</c> of it failed, and at least 10 % of the last 1,000 failed. Latches. Pure; not thread-safe.
/// </summary>
internal sealed class EarlyShutdownWatch(double? rate, int window)
{
    private const int Long = 1000;
    private const double LongShare = 0.1;

    private readonly Queue<bool> _last = new();
    private readonly Queue<bool> _long = new();
    private int _lastFailures;
    private int _longFailures;

    public bool Tripped { get; private set; }

    /// <summary>One more outcome, in order; true when this one trips it.</summary>
    public bool Add(bool success)
    {
        Push(_last, window, success, ref _lastFailures);
        Push(_long, Math.Max(Long, window), success, ref _longFailures);
        if (Tripped || rate is not { } share || _last.Count < window)
        {
            return false;
        }

        Tripped = _lastFailures >= share * window && _longFailures >= LongShare * _long.Count;
        return Tripped;
    }

    private static void Push(Queue<bool> outcomes, int capacity, bool success, ref int failures)
    {
        outcomes.Enqueue(success);
        failures += success ? 0 : 1;
        if (outcomes.Count > capacity)
        {
            failures -= outcomes.Dequeue() ? 0 : 1;
        }
    }
}
