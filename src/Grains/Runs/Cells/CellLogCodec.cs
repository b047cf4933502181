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
                Number(to, batch.Rows.Length);
                foreach (var row in batch.Rows)
                {
                    Number(to, row);
                }

                Json(to, batch.Values);
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
        var (column, attempts, rows) = (reader.Int(), reader.Int(), ImmutableArray.CreateBuilder<int>());
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
        return rows.Count > 0 && values.ValueKind == JsonValueKind.Array && values.GetArrayLength() == rows.Count
            ? new BatchMade(column, attempts, rows.ToImmutable(), values, cost)
            : throw new InvalidDataException("Cell log record of a batch with other values than rows.");
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
