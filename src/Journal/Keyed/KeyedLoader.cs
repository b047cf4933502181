namespace Granary.Journal.Keyed;

/// <summary>
/// Puts the state of a keyed store together from its log: of every key the record with the highest sequence counts, whatever the order in which moved
/// records come. What lost is released when the log is open, ends of keys are retired behind it.
/// </summary>
internal sealed class KeyedLoader(KeyedTables tables)
{
    private readonly Dictionary<(string Table, string Key), long> _newestEnds = [];
    private readonly List<long> _ends = [];
    private readonly List<long> _released = [];
    private string _table = "";

    /// <summary>One record of the log.</summary>
    public void Read(LogRecord record)
    {
        var (table, key) = KeyedRecord.ReadName(record, _table);
        _table = table;
        if (record.Type == KeyedRecord.End)
        {
            _ends.Add(record.Sequence);
            _newestEnds[(table, key)] = Math.Max(record.Sequence, _newestEnds.GetValueOrDefault((table, key)));
            NeededNoMore(tables.LoadEnd(table, key, record.Sequence));
        }
        else if (_newestEnds.Count > 0 && _newestEnds.GetValueOrDefault((table, key)) > record.Sequence)
        {
            NeededNoMore(record.Sequence);
        }
        else
        {
            NeededNoMore(tables.LoadPut(table, key, record.Sequence));
        }
    }

    /// <summary>Tells the log what is needed no more: first what ended, then the ends.</summary>
    public void Release(SegmentLog log)
    {
        _released.ForEach(log.Release);
        _ends.ForEach(log.Retire);
    }

    private void NeededNoMore(long sequence)
    {
        if (sequence != 0)
        {
            _released.Add(sequence);
        }
    }
}
