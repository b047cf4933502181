namespace Granary.Admission.Agents;

/// <summary>
/// One tenant's waiters in one band, with its place in the band's start-time fair queueing. Inside, flows are served by the same algorithm.
/// </summary>
internal sealed class TenantQueue(string name) : IHeapItem<TenantQueue>
{
    private readonly Dictionary<string, FlowQueue> _flows = new(StringComparer.Ordinal);
    private readonly FairTurns<FlowQueue> _turns = new();
    private readonly int[] _places = [-1, -1, -1, -1, -1, -1, -1, -1];
    private readonly int[] _waiting = new int[Domains.Count];
    private TenantPart?[]? _parked;

    public string Name => name;

    public double Tag { get; set; }

    public long Activation { get; set; }

    public int Count { get; private set; }

    /// <summary>When it last had a waiter; an idle one is forgotten some minutes later.</summary>
    public double LastUsed { get; set; }

    public IEnumerable<FlowQueue> Flows => _flows.Values;

    public int Waiting(Domain domain) => _waiting[(int)domain];

    /// <summary>Who of that domain is next; null if none.</summary>
    public Waiter? Head(Domain domain) => _turns.First(domain)?.Head(domain);

    /// <summary>The part it waits aside for; null: it takes its turns.</summary>
    public TenantPart? Parked(Domain domain) => _parked?[(int)domain];

    public void SetParked(Domain domain, TenantPart? part) => (_parked ??= new TenantPart?[Domains.Count])[(int)domain] = part;

    public void Add(Waiter waiter)
    {
        var key = waiter.Request.Flow ?? "";
        if (!_flows.TryGetValue(key, out var flow))
        {
            // An empty flow is dropped, so a new one begins at the tenant's virtual time: draining gains at most one turn.
            flow = new FlowQueue(this, key) { Tag = _turns.VirtualTime };
            _flows.Add(key, flow);
        }

        if (flow.Count == 0)
        {
            flow.Activation = _turns.NextActivation();
        }

        flow.Add(waiter);
        _turns.Enter(flow, waiter.Request.Key.Domain);
        Count++;
        _waiting[(int)waiter.Request.Key.Domain]++;
    }

    /// <summary>Takes a waiter out without giving its flow's turn away.</summary>
    public void Remove(Waiter waiter)
    {
        var flow = waiter.Flow!;
        var domain = waiter.Request.Key.Domain;
        flow.Remove(waiter);
        Count--;
        _waiting[(int)domain]--;
        if (flow.Head(domain) is null)
        {
            _turns.Leave(flow, domain);
        }

        if (flow.Count == 0)
        {
            _flows.Remove(flow.Name);
        }
    }

    /// <summary>Takes the waiter that was served out, and charges its flow one turn.</summary>
    public void Serve(Waiter waiter)
    {
        var flow = waiter.Flow!;
        var start = flow.Tag;
        Remove(waiter);
        flow.Tag = start + 1;
        _turns.Served(flow, start);
    }

    public bool Before(TenantQueue other, int lane) => Tag < other.Tag || (Tag == other.Tag && Activation < other.Activation);

    public ref int Place(int lane) => ref _places[lane];
}
