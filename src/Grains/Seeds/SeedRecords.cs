using System.Collections.Immutable;

namespace Granary.Grains.Seeds;

/// <summary>Collects records and problems while a dataset is read. One thread.</summary>
internal sealed class SeedRecords(bool isText)
{
    private readonly List<byte[]> _records = [];
    private readonly HashSet<string> _fields = new(StringComparer.Ordinal);
    private readonly List<SeedProblem> _problems = [];

    /// <summary>So much is wrong that reading on would tell nothing new.</summary>
    public bool IsHopeless => _problems.Count >= SeedReading.MostProblems;

    /// <summary>Adds a record.</summary>
    public void Add(byte[] record) => _records.Add(record);

    /// <summary>Notes a field.</summary>
    public void AddField(string name) => _fields.Add(name);

    /// <summary>Notes a problem.</summary>
    public void AddProblem(long? line, string message) => _problems.Add(new SeedProblem(line, message));

    /// <summary>The table, or what is wrong.</summary>
    public SeedReading ToReading()
    {
        if (_problems.Count == 0 && _records.Count == 0)
        {
            AddProblem(null, "the dataset has no record");
        }

        return _problems.Count > 0
            ? new SeedReading(null, [.. _problems])
            : new SeedReading(SeedTable.Of(_records, _fields, isText), ImmutableArray<SeedProblem>.Empty);
    }
}
