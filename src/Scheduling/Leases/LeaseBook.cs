namespace Granary.Scheduling.Leases;

/// <summary>Leases in force and the numbers of the last ones released.</summary>
internal sealed class LeaseBook
{
    private const int Remembered = 8_192;
    private readonly Dictionary<long, ActiveLease> _active = [];
    private readonly long[] _released = new long[Remembered];
    private int _nextPlace;

    public int Count => _active.Count;

    public IEnumerable<ActiveLease> All => _active.Values;

    public void Add(long number, in ActiveLease lease) => _active.Add(number, lease);

    public bool TryGet(long number, out ActiveLease lease) => _active.TryGetValue(number, out lease);

    public void Replace(long number, in ActiveLease lease) => _active[number] = lease;

    public void Remove(long number)
    {
        _active.Remove(number);
        _released[_nextPlace] = number;
        _nextPlace = (_nextPlace + 1) % Remembered;
    }

    /// <summary>Asked only when something has gone wrong, so a walk over the numbers is good enough.</summary>
    public bool WasReleased(long number) => Array.IndexOf(_released, number) >= 0;
}
