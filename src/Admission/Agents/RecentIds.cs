namespace Granary.Admission.Agents;

/// <summary>The last 8,192 lease numbers that were put in, and nothing older.</summary>
internal sealed class RecentIds
{
    /// <summary>How many are remembered.</summary>
    public const int Capacity = 8192;

    private readonly HashSet<long> _set = [];
    private readonly Queue<long> _order = new();

    public bool Contains(long id) => _set.Contains(id);

    public void Add(long id)
    {
        if (_order.Count == Capacity)
        {
            _set.Remove(_order.Dequeue());
        }

        _order.Enqueue(id);
        _set.Add(id);
    }

    public void Remove(long id) => _set.Remove(id);
}
