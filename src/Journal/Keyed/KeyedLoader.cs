namespace Granary.Journal.Keyed;

/// <summary>
/// Puts the state of a keyed store together from its log: of every key the record with the highest sequence counts, whatever the order in which moved
/// records come. What lost is released when the log is open, ends of keys are retired behind it.
/// </summary>
internal sealed class KeyedLoader
{
    private readonly Dictionary<(string Table, string Key), long> _newest = [];
    private readonly HashSet<long> _ends = [];
    private readonly List<long> _released = [];

    /// <summary>One record of the log.</summary>
    public void Read(LogRecord record)
    {
        var name = KeyedRecord.ReadName(record);
        if (record.Type == KeyedRecord.End)
        {
            _ends.Add(record.Sequence);
        }

        if (!_newest.TryGetValue(name, out var known))
        {
            _newest.Add(name, record.Sequence);
            return;
        }

        var (newer, older) = known > record.Sequence ? (known, record.Sequence) : (record.Sequence, known);
        _newest[name] = newer;
        if (!_ends.Contains(older))
        {
            _released.Add(older);
        }
    }

    /// <summary>Fills the tables.</summary>
    public void Fill(KeyedTables tables)
    {
        foreach (var ((table, key), version) in _newest)
        {
            if (!_ends.Contains(version))
            {
                tables.Load(table, key, version);
            }
        }
    }

    /// <summary>Tells the log what is needed no more: first what ended, then the ends.</summary>
    public void Release(SegmentLog log)
    {
        _released.ForEach(log.Release);
        foreach (var end in _ends)
        {
            log.Retire(end);
        }
    }
}
