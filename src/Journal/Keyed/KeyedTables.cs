using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Granary.Journal.Keyed;

/// <summary>
/// The memory of a keyed store: the version of every key that is durable, which everybody reads, and the newest write under way, which the next one is
/// checked against. Values stay on the disk. Thread-safe; calls nothing but <paramref name="ended"/>, without its lock.
/// </summary>
/// <param name="ended">Told the sequence that a durable write made worthless (0: none), and the sequence of the write itself if it ended its key (0: it did not).</param>
internal sealed class KeyedTables(Action<long, long> ended)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Dictionary<string, KeyedSlot>> _tables = new(StringComparer.Ordinal);
    private int _entries;

    /// <summary>Durable entries.</summary>
    public int Entries
    {
        get
        {
            lock (_gate)
            {
                return _entries;
            }
        }
    }

    /// <summary>The durable version of a key; 0: there is none.</summary>
    public long Durable(string table, string key)
    {
        lock (_gate)
        {
            return _tables.TryGetValue(table, out var slots) && slots.TryGetValue(key, out var slot) ? slot.Durable : 0;
        }
    }

    /// <summary>Durable keys of a table that begin with a prefix, in ordinal order.</summary>
    public List<string> Keys(string table, string prefix)
    {
        lock (_gate)
        {
            if (!_tables.TryGetValue(table, out var slots))
            {
                return [];
            }

            var keys = slots.Where(pair => pair.Value.Durable != 0 && pair.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(static pair => pair.Key).ToList();
            keys.Sort(StringComparer.Ordinal);
            return keys;
        }
    }

    /// <summary>Checks a write that is about to be accepted and notes it.</summary>
    public (bool Accepted, long Found, KeyedWrite? Behind) Accept(KeyedWrite write)
    {
        lock (_gate)
        {
            ref var slot = ref Find(write.Table, write.Key);
            var isKnown = !Unsafe.IsNullRef(ref slot);
            var found = isKnown ? slot.Accepted : 0;
            var isWanted = (write.Expected ?? found) == found && (write.Type == KeyedRecord.Put || found != 0);
            if (!isWanted)
            {
                return (false, found, isKnown ? slot.UnderWay : null);
            }

            if (!isKnown)
            {
                slot = ref Add(write.Table, write.Key);
            }

            slot.UnderWay = write;
            return (true, found, write);
        }
    }

    /// <summary>A write is durable. Writes of a key come in the order of their versions.</summary>
    public void Commit(KeyedWrite write)
    {
        long replaced;
        lock (_gate)
        {
            ref var slot = ref Find(write.Table, write.Key);
            replaced = slot.Durable;
            Set(ref slot, write.Type == KeyedRecord.Put ? write.FirstSequence : 0);
            Settle(ref slot, write);
        }

        ended(replaced, write.Type == KeyedRecord.End ? write.FirstSequence : 0);
    }

    /// <summary>A write failed, and with it every later one.</summary>
    public void Withdraw(KeyedWrite write)
    {
        lock (_gate)
        {
            ref var slot = ref Find(write.Table, write.Key);
            if (!Unsafe.IsNullRef(ref slot))
            {
                Settle(ref slot, write);
            }
        }
    }

    /// <summary>Reading the log found a value: the higher version counts. Returns the version that is needed no more; 0: none.</summary>
    public long LoadPut(string table, string key, long version)
    {
        lock (_gate)
        {
            ref var slot = ref Add(table, key);
            if (slot.Durable > version)
            {
                return version;
            }

            var replaced = slot.Durable;
            Set(ref slot, version);
            return replaced;
        }
    }

    /// <summary>Reading the log found the end of a key: what is older is over. Returns the version that is needed no more; 0: none.</summary>
    public long LoadEnd(string table, string key, long end)
    {
        lock (_gate)
        {
            ref var slot = ref Find(table, key);
            if (Unsafe.IsNullRef(ref slot) || slot.Durable > end)
            {
                return 0;
            }

            var replaced = slot.Durable;
            Set(ref slot, 0);
            RemoveIfEmpty(table, key, in slot);
            return replaced;
        }
    }

    private void Set(ref KeyedSlot slot, long version)
    {
        _entries += (version != 0 ? 1 : 0) - (slot.Durable != 0 ? 1 : 0);
        slot.Durable = version;
    }

    private void Settle(ref KeyedSlot slot, KeyedWrite write)
    {
        if (slot.UnderWay == write)
        {
            slot.UnderWay = null;
        }

        RemoveIfEmpty(write.Table, write.Key, in slot);
    }

    private void RemoveIfEmpty(string table, string key, in KeyedSlot slot)
    {
        if (slot is { UnderWay: null, Durable: 0 } && _tables.TryGetValue(table, out var slots))
        {
            slots.Remove(key);
            if (slots.Count == 0)
            {
                _tables.Remove(table);
            }
        }
    }

    // A null reference if the key is not known. Good until a key is added or removed.
    private ref KeyedSlot Find(string table, string key) =>
        ref _tables.TryGetValue(table, out var slots) ? ref CollectionsMarshal.GetValueRefOrNullRef(slots, key) : ref Unsafe.NullRef<KeyedSlot>();

    private ref KeyedSlot Add(string table, string key)
    {
        if (!_tables.TryGetValue(table, out var slots))
        {
            _tables.Add(table, slots = new Dictionary<string, KeyedSlot>(StringComparer.Ordinal));
        }

        return ref CollectionsMarshal.GetValueRefOrAddDefault(slots, key, out _);
    }
}
