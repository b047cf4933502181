namespace Granary.Admission.Agents;

/// <summary>
/// Active leases by number: open addressing with linear probing, never more than half full, entries moved back when one leaves, so that nothing
/// dead is kept. Numbers are scattered, because a block of old leases in one place would make every number that wraps around to it walk past
/// them all.
/// </summary>
internal sealed class LeaseTable
{
    private const ulong Scatter = 0x9E3779B97F4A7C15;
    private ActiveLease?[] _slots = new ActiveLease?[16];
    private int _shift = 60;

    public int Count { get; private set; }

    /// <summary>Every entry, in no order.</summary>
    public IEnumerable<ActiveLease> All => _slots.OfType<ActiveLease>();

    public ActiveLease? Find(long number)
    {
        var slots = _slots;
        var mask = slots.Length - 1;
        for (var i = Home(number); ; i = (i + 1) & mask)
        {
            if (slots[i] is not { } held || held.Number == number)
            {
                return slots[i];
            }
        }
    }

    public void Add(ActiveLease lease)
    {
        if (++Count * 2 > _slots.Length)
        {
            Grow();
        }

        Put(lease);
    }

    public void Remove(long number)
    {
        var mask = _slots.Length - 1;
        var hole = Home(number);
        while (_slots[hole]!.Number != number)
        {
            hole = (hole + 1) & mask;
        }

        Count--;
        for (var i = (hole + 1) & mask; _slots[i] is { } next; i = (i + 1) & mask)
        {
            // It may fill the hole unless its home lies behind the hole.
            if (((i - Home(next.Number)) & mask) >= ((i - hole) & mask))
            {
                _slots[hole] = next;
                hole = i;
            }
        }

        _slots[hole] = null;
    }

    private int Home(long number) => (int)(((ulong)number * Scatter) >> _shift);

    private void Put(ActiveLease lease)
    {
        var mask = _slots.Length - 1;
        var i = Home(lease.Number);
        while (_slots[i] is not null)
        {
            i = (i + 1) & mask;
        }

        _slots[i] = lease;
    }

    private void Grow()
    {
        var old = _slots;
        _slots = new ActiveLease?[old.Length * 2];
        _shift--;
        foreach (var lease in old)
        {
            if (lease is not null)
            {
                Put(lease);
            }
        }
    }
}
