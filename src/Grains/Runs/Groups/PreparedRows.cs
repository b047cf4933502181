using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using Granary.Grains.Runs.Cells;
using Granary.Grains.Values;

namespace Granary.Grains.Runs.Groups;

/// <summary>The result of the preBatch processors while its records come in, from a worker or from the log. Not thread-safe.</summary>
internal sealed class PreparedRows
{
    private readonly Dictionary<int, JsonElement> _changes = [];

    /// <summary>Changes by row, once it is complete.</summary>
    public IReadOnlyDictionary<int, JsonElement> Changes => _changes;

    /// <summary>The last record is there.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Takes a record. What follows the last one, of a session that came too late, says nothing new; a row of an attempt that was cut off is replaced.</summary>
    public void Take(RowsPrepared entry)
    {
        if (IsComplete)
        {
            return;
        }

        var values = entry.Values.EnumerateArray().GetEnumerator();
        foreach (var row in entry.Rows)
        {
            values.MoveNext();
            _changes[row] = values.Current;
        }

        IsComplete = entry.IsLast;
    }

    /// <summary>The records of a result, at least one.</summary>
    /// <param name="rows">The rows it was made of.</param>
    /// <param name="values">Their changes, null for a row that is dropped.</param>
    public static List<RowsPrepared> Cut(ImmutableArray<int> rows, JsonElement values)
    {
        List<RowsPrepared> records = [];
        List<(int Row, JsonElement Value)> part = [];
        var bytes = 0;
        foreach (var (row, value) in rows.Zip(values.EnumerateArray()).Where(static kept => kept.Second.ValueKind != JsonValueKind.Null))
        {
            var length = JsonMarshal.GetRawUtf8Value(value).Length;
            if (part.Count > 0 && bytes + length > RowsPrepared.RecordBytes)
            {
                records.Add(Record(part, isLast: false));
                (part, bytes) = ([], 0);
            }

            part.Add((row, value));
            bytes += length;
        }

        records.Add(Record(part, isLast: true));
        return records;
    }

    private static RowsPrepared Record(List<(int Row, JsonElement Value)> part, bool isLast) => new(
        [.. part.Select(static p => p.Row)],
        DataJson.Build(writer =>
        {
            writer.WriteStartArray();
            part.ForEach(p => p.Value.WriteTo(writer));
            writer.WriteEndArray();
        }),
        isLast);
}
