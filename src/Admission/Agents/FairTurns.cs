namespace Granary.Admission.Agents;

/// <summary>
/// Start-time fair queueing over entries that may have work in several domains. One heap per domain, so that a blocked domain hides nobody's
/// work in another and the next eligible entry is found without walking past blocked ones. The entry with the smallest start tag is next, on
/// equal tags the one activated earlier; being served moves an entry's tag on by cost over weight. Nobody is forgotten: every tag that is not
/// served stays, and the virtual time never passes it.
/// </summary>
internal sealed class FairTurns<T>
    where T : class, IHeapItem<T>
{
    private readonly IndexedHeap<T>?[] _lanes = new IndexedHeap<T>?[Domains.Count];
    private long _activations;

    /// <summary>The largest start tag served so far.</summary>
    public double VirtualTime { get; private set; }

    public long NextActivation() => ++_activations;

    public T? First(Domain domain) => _lanes[(int)domain]?.First;

    /// <summary>The entry has work in that domain now.</summary>
    public void Enter(T entry, Domain domain)
    {
        var lane = _lanes[(int)domain] ??= new IndexedHeap<T>((int)domain);
        if (!lane.Contains(entry))
        {
            lane.Add(entry);
        }
    }

    /// <summary>The entry has no work in that domain any more.</summary>
    public void Leave(T entry, Domain domain) => _lanes[(int)domain]?.Remove(entry);

    /// <summary>The entry's tag has moved on from <paramref name="start"/>.</summary>
    public void Served(T entry, double start)
    {
        VirtualTime = Math.Max(VirtualTime, start);
        Moved(entry);
    }

    /// <summary>The entry's tag has changed.</summary>
    public void Moved(T entry)
    {
        foreach (var lane in _lanes)
        {
            lane?.Update(entry);
        }
    }
}
