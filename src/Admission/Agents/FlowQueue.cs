namespace Granary.Admission.Agents;

/// <summary>
/// Waiters of one flow of one tenant in one band: per domain, the earliest deadline first. Flows of a tenant take turns with equal weights.
/// </summary>
internal sealed class FlowQueue(TenantQueue tenant, string name) : IHeapItem<FlowQueue>
{
    private readonly IndexedHeap<Waiter>?[] _waiters = new IndexedHeap<Waiter>?[Domains.Count];
    private readonly int[] _places = [-1, -1, -1, -1];

    public TenantQueue Tenant => tenant;

    public string Name => name;

    /// <summary>Start tag: virtual time at which its next turn begins.</summary>
    public double Tag { get; set; }

    /// <summary>Order of activation; breaks ties.</summary>
    public long Activation { get; set; }

    /// <summary>Waiters of all domains.</summary>
    public int Count { get; private set; }

    public Waiter? Head(Domain domain) => _waiters[(int)domain]?.First;

    public int Waiting(Domain domain) => _waiters[(int)domain]?.Count ?? 0;

    /// <summary>How many of its domain go before that waiter in this flow.</summary>
    public int Before(Waiter waiter) => _waiters[(int)waiter.Request.Key.Domain]!.CountBefore(waiter);

    public void Add(Waiter waiter)
    {
        (_waiters[(int)waiter.Request.Key.Domain] ??= new IndexedHeap<Waiter>(Waiter.TurnLane)).Add(waiter);
        waiter.Flow = this;
        Count++;
    }

    public void Remove(Waiter waiter)
    {
        _waiters[(int)waiter.Request.Key.Domain]!.Remove(waiter);
        waiter.Flow = null;
        Count--;
    }

    public bool Before(FlowQueue other, int lane) => Tag < other.Tag || (Tag == other.Tag && Activation < other.Activation);

    public ref int Place(int lane) => ref _places[lane];
}
