namespace Granary.Scheduling.Resources;

/// <summary>
/// Everything that decides whether a task could be admitted but for policy: demand, resource key, run. All heads of one shape are admissible
/// together or not at all, so what is blocked is parked by shape and counted by shape.
/// </summary>
internal sealed class DemandShape : IConstrained
{
    private readonly List<IParked> _parked = [];
    private int _missing;

    public DemandShape(DemandClass common, Want[] wants, KeyCapacity? key, Resource? run)
    {
        Class = common;
        Wants = wants;
        Key = key;
        Run = run;
        PolicyWants = Array.Exists(wants, want => want.Resource.Typed) ? Array.FindAll(wants, want => want.Resource.Typed) : wants;
        var own = wants.Where(want => want.Resource.Role == ResourceRole.Particular).ToList();
        own.AddRange(new[] { key?.Gate, run }.OfType<Resource>().Select(gate => new Want(gate, 1)));
        _missing = own.Count;
        Constraints = [.. own.Select(want => new Constraint(want.Resource, want.Amount, this))];
        foreach (var constraint in Constraints)
        {
            constraint.Attach();
        }
    }

    public DemandClass Class { get; }

    /// <summary>The demand, bound to its resources.</summary>
    public Want[] Wants { get; }

    /// <summary>What policies look at: <c>submission</c> only if nothing more particular is wanted.</summary>
    public Want[] PolicyWants { get; }

    /// <summary>What the resource key takes now; null: no key.</summary>
    public KeyCapacity? Key { get; }

    /// <summary>The run's own bound; null: none.</summary>
    public Resource? Run { get; }

    /// <summary>Constraints other than those of the class.</summary>
    public Constraint[] Constraints { get; }

    /// <summary>Group heads of this shape.</summary>
    public int Heads { get; private set; }

    /// <summary>The sum of the weights of those groups.</summary>
    public long Weight { get; private set; }

    /// <summary>Queued tasks and leases of this shape: while there are any it cannot retire.</summary>
    public int InUse { get; set; }

    /// <summary>Forgotten; a new one takes its place when needed.</summary>
    public bool Retired { get; private set; }

    /// <summary>Its own constraints hold.</summary>
    public bool IsOwnOpen => _missing == 0;

    /// <summary>Hard-eligible now.</summary>
    public bool IsOpen => _missing == 0 && Class.IsOpen;

    /// <summary>Some amount is above what is configured at all: no release ever helps.</summary>
    public bool Impossible => Array.Exists(Wants, want => want.Amount > want.Resource.StaticLimit);

    public void Changed(bool satisfied)
    {
        var wasOpen = IsOwnOpen;
        _missing += satisfied ? -1 : 1;
        if (wasOpen == IsOwnOpen)
            return;

        Class.Heads += satisfied ? Heads : -Heads;
        Class.Weight += satisfied ? Weight : -Weight;
        if (!satisfied)
            return;

        // Nobody parked here is forgotten: whatever closed this shape, this is the line that opens it.
        foreach (var parked in _parked)
        {
            parked.Unpark();
        }

        _parked.Clear();
    }

    public void Park(IParked parked) => _parked.Add(parked);

    /// <summary>Whether its demand names the resource.</summary>
    public bool Names(Resource resource)
    {
        foreach (var want in Wants)
        {
            if (ReferenceEquals(want.Resource, resource))
                return true;
        }

        return false;
    }

    public void AddHead(int weight) => CountHead(1, weight);

    public void RemoveHead(int weight) => CountHead(-1, -weight);

    /// <summary>One task more, or fewer, waits for what this shape wants.</summary>
    public void CountQueued(int tasks)
    {
        InUse += tasks;
        foreach (var want in Wants)
        {
            want.Resource.Queued += tasks * want.Amount;
        }

        Key?.CountQueued(tasks);
    }

    /// <summary>Occupies units, above the limit if need be.</summary>
    public void Lease()
    {
        foreach (var want in Wants)
        {
            want.Resource.Lease(want.Amount);
        }
    }

    /// <summary>Gives the units of one lease back.</summary>
    public void GiveBack()
    {
        foreach (var want in Wants)
        {
            want.Resource.GiveBack(want.Amount);
        }
    }

    /// <summary>Begins to be in flight, for the key and the run; a yielded task still is.</summary>
    public void TakeOff()
    {
        InUse++;
        Key?.Gate.Lease(1);
        Run?.Lease(1);
    }

    /// <summary>Ceases to be in flight.</summary>
    public void Land()
    {
        InUse--;
        Key?.Gate.GiveBack(1);
        Run?.GiveBack(1);
    }

    public void Retire()
    {
        Retired = true;
        foreach (var constraint in Constraints)
        {
            constraint.Detach();
        }
    }

    private void CountHead(int heads, int weight)
    {
        Heads += heads;
        Weight += weight;
        if (IsOwnOpen)
        {
            Class.Heads += heads;
            Class.Weight += weight;
        }
    }
}
