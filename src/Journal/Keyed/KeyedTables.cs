using System.Globalization;

namespace Granary.Journal.Keyed;

/// <summary>
/// The memory of a keyed store: what is durable, which everybody reads, and the newest accepted version of keys with a write under way, which the
/// next write is checked against. Not thread-safe; the store locks.
/// </summary>
internal sealed class KeyedTables
{
    private readonly Dictionary<string, Dictionary<string, KeyedSlot>> _tables = new(StringComparer.Ordinal);

    /// <summary>Newest version that is durable.</summary>
    public long DurableVersion { get; private set; }

    /// <summary>Bytes of the records that are needed.</summary>
    public long LiveBytes { get; private set; }

    /// <summary>Durable entries.</summary>
    public int Entries { get; private set; }

    /// <summary>The durable entry.</summary>
    public KeyedEntry? Get(string table, string key) => Find(table, key)?.Entry;

    /// <summary>Durable entries of a table by ordinal order of key.</summary>
    public List<KeyValuePair<string, KeyedEntry>> List(string table)
    {
        var entries = new List<KeyValuePair<string, KeyedEntry>>();
        if (_tables.TryGetValue(table, out var slots))
        {
            foreach (var (key, slot) in slots)
            {
                if (slot.Entry is { } entry)
                {
                    entries.Add(new(key, entry));
                }
            }

            entries.Sort(static (left, right) => string.CompareOrdinal(left.Key, right.Key));
        }

        return entries;
    }

    /// <summary>Records of all durable entries, for a compacted log.</summary>
    public List<KeyedChange> Live()
    {
        var live = new List<KeyedChange>(Entries);
        foreach (var slots in _tables.Values)
        {
            foreach (var slot in slots.Values)
            {
                if (slot.Durable is { } change)
                {
                    live.Add(change);
                }
            }
        }

        return live;
    }

    /// <summary>ETag of the newest accepted version; null if by that version there is no entry.</summary>
    public string? AcceptedETag(string table, string key)
    {
        var slot = Find(table, key);
        if (slot is null || !slot.HasAccepted)
        {
            return slot?.Entry?.ETag;
        }

        return slot.AcceptedIsEnd ? null : slot.AcceptedVersion.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Notes a write under way; returns what undoes it if it is not taken after all.</summary>
    public KeyedAcceptance Accept(KeyedChange change)
    {
        var slot = FindOrAdd(change.Table, change.Key);
        var before = new KeyedAcceptance(slot.AcceptedVersion, slot.AcceptedIsEnd);
        slot.AcceptedVersion = change.Version;
        slot.AcceptedIsEnd = change.Type == KeyedChange.Delete;
        return before;
    }

    /// <summary>Undoes the newest acceptance of a key.</summary>
    public void Withdraw(KeyedChange change, KeyedAcceptance before)
    {
        var slot = FindOrAdd(change.Table, change.Key);

        // What was under way before may have become durable meanwhile, and is then no longer "under way".
        var stillUnderWay = before.Version > DurableVersion;
        slot.AcceptedVersion = stillUnderWay ? before.Version : 0;
        slot.AcceptedIsEnd = stillUnderWay && before.IsEnd;
        RemoveIfEmpty(change.Table, change.Key, slot);
    }

    /// <summary>Applies a durable change. Changes come in the order of their versions.</summary>
    public void Commit(KeyedChange change)
    {
        DurableVersion = Math.Max(DurableVersion, change.Version);
        if (change.Type == KeyedChange.Watermark)
        {
            return;
        }

        var slot = FindOrAdd(change.Table, change.Key);
        if (slot.Durable is { } old)
        {
            LiveBytes -= old.FramedBytes;
            Entries--;
        }

        if (change.Type == KeyedChange.Put)
        {
            slot.Durable = change;
            slot.Entry = new KeyedEntry(change.ETag, change.Value);
            LiveBytes += change.FramedBytes;
            Entries++;
        }
        else
        {
            slot.Durable = null;
            slot.Entry = null;
        }

        if (slot.AcceptedVersion == change.Version)
        {
            slot.AcceptedVersion = 0;
        }

        RemoveIfEmpty(change.Table, change.Key, slot);
    }

    private KeyedSlot? Find(string table, string key) =>
        _tables.TryGetValue(table, out var slots) && slots.TryGetValue(key, out var slot) ? slot : null;

    private KeyedSlot FindOrAdd(string table, string key)
    {
        if (!_tables.TryGetValue(table, out var slots))
        {
            _tables.Add(table, slots = new Dictionary<string, KeyedSlot>(StringComparer.Ordinal));
        }

        if (!slots.TryGetValue(key, out var slot))
        {
            slots.Add(key, slot = new KeyedSlot());
        }

        return slot;
    }

    private void RemoveIfEmpty(string table, string key, KeyedSlot slot)
    {
        if (slot.Durable is null && !slot.HasAccepted)
        {
            _tables[table].Remove(key);
            if (_tables[table].Count == 0)
            {
                _tables.Remove(table);
            }
        }
    }
}
