using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Granary.Abstractions.Models;

namespace Granary.Grains.Runs.Cells;

/// <summary>
/// Bytes of cell log records: a version byte, a kind byte, then unsigned LEB128 numbers and length-prefixed UTF-8 texts, values as JSON. Reading
/// checks every bound, so damage that a checksum missed is an error, never a wrong cell.
/// </summary>
internal static class CellLogCodec
{
    /// <summary>Record type in the log: one for all kinds, so that a batch of any of them is one append.</summary>
    public const byte RecordType = 96;

    private const byte Version = 1;
    private const byte Made = 1;
    private const byte Dropped = 2;
    private const byte Failed = 3;
    private const byte Batch = 4;
    private const byte Prepared = 5;

    public static void Write(CellLogEntry entry, IBufferWriter<byte> to)
    {
        to.Write([Version, KindOf(entry)]);
        Number(to, entry.Row);
        Cost(to, entry.Cost);
        switch (entry)
        {
            case CellMade made:
                Number(to, made.Column);
                Number(to, made.Attempts);
                Json(to, made.Value);
                Number(to, made.Side.Count);
                foreach (var (name, value) in made.Side)
                {
                    Text(to, name);
                    Json(to, value);
                }

                break;
            case BatchMade batch:
                Number(to, batch.Column);
                Number(to, batch.Attempts);
                Rows(to, batch.Rows);
                Json(to, batch.Values);
                break;
            case RowsPrepared prepared:
                Rows(to, prepared.Rows);
                Json(to, prepared.Values);
                Number(to, prepared.IsLast ? 1 : 0);
                break;
            case RowDropped dropped:
                Number(to, dropped.Column + 1);
                Number(to, dropped.Attempts);
                Number(to, dropped.At.ToUnixTimeMilliseconds());
                Text(to, dropped.Reason);
                Text(to, dropped.Kind);
                Text(to, dropped.Message);
                break;
            case AttemptFailed failed:
                Number(to, failed.Column);
                Number(to, failed.Preserved ? 1 : 0);
                Text(to, failed.Kind);
                break;
        }
    }

    /// <exception cref="InvalidDataException">The bytes are no record.</exception>
    public static CellLogEntry Read(ReadOnlySpan<byte> from)
    {
        var reader = new CellLogReader(from);
        if (reader.Byte() is var version and not Version)
        {
            throw new InvalidDataException($"Cell log record of version {version}; this build reads version {Version}. Run the build that wrote it.");
        }

        var kind = reader.Byte();
        var row = reader.Int();
        var cost = new CellCost(reader.Int(), reader.Int(), new TokenUsage(reader.Long(), reader.Long(), reader.Long()));
        CellLogEntry entry = kind switch
        {
            Made => new CellMade(row, reader.Int(), reader.Int(), reader.Json(), Side(ref reader), cost),
            Dropped => ReadDropped(row, cost, ref reader),
            Failed => ReadFailed(row, cost, ref reader),
            Batch => ReadBatch(row, cost, ref reader),
            Prepared => ReadPrepared(row, ref reader),
            _ => throw new InvalidDataException($"Cell log record of unknown kind {kind}."),
        };
        reader.End();
        return entry;
    }

    private static byte KindOf(CellLogEntry entry) => entry switch
    {
        CellMade => Made,
        RowDropped => Dropped,
        AttemptFailed => Failed,
        BatchMade => Batch,
        RowsPrepared => Prepared,
        _ => throw new ArgumentOutOfRangeException(nameof(entry), entry.GetType().Name, "No record kind for this entry."),
    };

    private static RowDropped ReadDropped(int row, CellCost cost, ref CellLogReader reader)
    {
        var (column, attempts, at) = (reader.Int() - 1, reader.Int(), DateTimeOffset.FromUnixTimeMilliseconds(reader.Long()));
        return new RowDropped(row, column, reader.Text(), reader.Text(), reader.Text(), attempts, at, cost);
    }

    private static AttemptFailed ReadFailed(int row, CellCost cost, ref CellLogReader reader)
    {
        var (column, preserved) = (reader.Int(), reader.Int() == 1);
        return new AttemptFailed(row, column, reader.Text(), preserved, cost);
    }

    private static BatchMade ReadBatch(int first, CellCost cost, ref CellLogReader reader)
    {
        var (column, attempts) = (reader.Int(), reader.Int());
        var (rows, values) = ReadRows(first, ref reader);
        return rows.Length > 0
            ? new BatchMade(column, attempts, rows, values, cost)
            : throw new InvalidDataException("Cell log record of a batch without rows.");
    }

    private static RowsPrepared ReadPrepared(int first, ref CellLogReader reader)
    {
        var (rows, values) = ReadRows(first, ref reader);
        foreach (var value in values.EnumerateArray())
        {
            if (value.ValueKind != JsonValueKind.Object)
            {
                throw new InvalidDataException("Cell log record of prepared rows with a row that is no object.");
            }
        }

        return new RowsPrepared(rows, values, reader.Int() == 1);
    }

    private static (ImmutableArray<int> Rows, JsonElement Values) ReadRows(int first, ref CellLogReader reader)
    {
        var rows = ImmutableArray.CreateBuilder<int>();
        for (var count = reader.Int(); rows.Count < count;)
        {
            var row = reader.Int();
            if (rows.Count == 0 ? row != first : row <= rows[^1])
            {
                throw new InvalidDataException("Cell log record of a batch whose rows are not in order.");
            }

            rows.Add(row);
        }

        var values = reader.Json();
        return values.ValueKind == JsonValueKind.Array && values.GetArrayLength() == rows.Count
            ? (rows.ToImmutable(), values)
            : throw new InvalidDataException("Cell log record of a batch with other values than rows.");
    }

    private static void Rows(IBufferWriter<byte> to, ImmutableArray<int> rows)
    {
        Number(to, rows.Length);
        foreach (var row in rows)
        {
            Number(to, row);
        }
    }

    private static IReadOnlyDictionary<string, JsonElement> Side(ref CellLogReader reader)
    {
        var count = reader.Int();
        if (count == 0)
        {
            return CellMade.NoSide;
        }

        var side = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            side[reader.Text()] = reader.Json();
        }

        return side;
    }

    private static void Cost(IBufferWriter<byte> to, CellCost cost)
    {
        Number(to, cost.Calls);
        Number(to, cost.RateLimited);
        Number(to, cost.Usage.InputTokens);
        Number(to, cost.Usage.OutputTokens);
        Number(to, cost.Usage.Estimated);
    }

    private static void Json(IBufferWriter<byte> to, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            Number(to, 0);
            return;
        }

        var raw = JsonMarshal.GetRawUtf8Value(value);
        Number(to, raw.Length);
        to.Write(raw);
    }

    private static void Text(IBufferWriter<byte> to, string text)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        Number(to, bytes);
        to.Advance(Encoding.UTF8.GetBytes(text, to.GetSpan(Math.Max(1, bytes))));
    }

    private static void Number(IBufferWriter<byte> to, long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        var span = to.GetSpan(10);
        var length = 0;
        for (; value > 0x7F; value >>= 7)
        {
            span[length++] = (byte)(value | 0x80);
        }

        span[length++] = (byte)value;
        to.Advance(length);
    }
}
