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
            return Find(table, key)?.Durable ?? 0;
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
            var slot = Find(write.Table, write.Key);
            var found = slot?.Accepted ?? 0;
            var isWanted = (write.Expected ?? found) == found && (write.Type == KeyedRecord.Put || found != 0);
            if (isWanted)
            {
                slot ??= Add(write.Table, write.Key);
                slot.UnderWay = write;
            }

            return (isWanted, found, slot?.UnderWay);
        }
    }

    /// <summary>A write is durable. Writes of a key come in the order of their versions.</summary>
    public void Commit(KeyedWrite write)
    {
        long replaced;
        lock (_gate)
        {
            var slot = Find(write.Table, write.Key)!;
            replaced = slot.Durable;
            Set(slot, write.Type == KeyedRecord.Put ? write.FirstSequence : 0);
            Settle(slot, write);
        }

        ended(replaced, write.Type == KeyedRecord.End ? write.FirstSequence : 0);
    }

    /// <summary>A write failed, and with it every later one.</summary>
    public void Withdraw(KeyedWrite write)
    {
        lock (_gate)
        {
            if (Find(write.Table, write.Key) is { } slot)
            {
                Settle(slot, write);
            }
        }
    }

    /// <summary>Sets what reading the log found; version 0: the key ended.</summary>
    public void Load(string table, string key, long version)
    {
        lock (_gate)
        {
            var slot = Find(table, key) ?? Add(table, key);
            Set(slot, version);
            RemoveIfEmpty(table, key, slot);
        }
    }

    private void Set(KeyedSlot slot, long version)
    {
        _entries += (version != 0 ? 1 : 0) - (slot.Durable != 0 ? 1 : 0);
        slot.Durable = version;
    }

    private void Settle(KeyedSlot slot, KeyedWrite write)
    {
        if (slot.UnderWay == write)
        {
            slot.UnderWay = null;
        }

        RemoveIfEmpty(write.Table, write.Key, slot);
    }

    private void RemoveIfEmpty(string table, string key, KeyedSlot slot)
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

    private KeyedSlot? Find(string table, string key) =>
        _tables.TryGetValue(table, out var slots) && slots.TryGetValue(key, out var slot) ? slot : null;

    private KeyedSlot Add(string table, string key)
    {
        if (!_tables.TryGetValue(table, out var slots))
        {
            _tables.Add(table, slots = new Dictionary<string, KeyedSlot>(StringComparer.Ordinal));
        }

        var slot = new KeyedSlot();
        slots.Add(key, slot);
        return slot;
    }
}
