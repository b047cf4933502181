namespace Granary.Scheduling.Queueing;

/// <summary>
/// Start-time fair queueing among the entries of one level. An entry that is served moves on by 1 / weight; the clock's virtual time follows the
/// tags served. Nobody is forgotten: a tag that waits stays where it is while every tag that is served moves past it.
/// </summary>
/// <param name="maxIdle">How many entries without work keep their tag.</param>
internal sealed class TurnClock(int maxIdle)
{
    private readonly TurnHeap _idle = new();
    private long _activations;

    /// <summary>The largest tag served so far.</summary>
    public double VirtualTime { get; private set; }

    /// <summary>An entry seen for the first time starts now: there is no past to catch up with.</summary>
    public void Begin(Turn entry) => entry.Tag = VirtualTime;

    /// <summary>An entry has work again. It keeps its tag, so that draining and refilling gains nothing; an old tag earns one pick at most.</summary>
    public void Activate(Turn entry) => entry.Activation = ++_activations;

    /// <summary>An entry was served.</summary>
    public void Charge(Turn entry, int weight)
    {
        VirtualTime = Math.Max(VirtualTime, entry.Tag);
        entry.Tag = VirtualTime + (1.0 / Math.Max(weight, 1));
        entry.Activation = ++_activations;
    }

    /// <summary>
    /// An entry is without work and nothing else holds it. Returns one to forget if there are too many: the one with the smallest tag, so those
    /// that have nothing to lose come first.
    /// </summary>
    public Turn? Rest(Turn entry)
    {
        _idle.Add(entry);
        if (_idle.Count <= maxIdle)
            return null;

        var oldest = _idle[0];
        _idle.Remove(oldest);
        return oldest;
    }

    /// <summary>A resting entry is needed again, or forgotten by its owner.</summary>
    public void Rouse(Turn entry) => _idle.Remove(entry);
}
