using System.Text;
using System.Text.Json;

namespace Granary.Grains.Runs.Cells;

/// <summary>Reads the parts of one cell log record in order.</summary>
internal ref struct CellLogReader(ReadOnlySpan<byte> rest)
{
    private ReadOnlySpan<byte> _rest = rest;

    public byte Byte() => Take(1)[0];

    public int Int() => Long() is var value and <= int.MaxValue ? (int)value : throw Damaged("a number out of range");

    public long Long()
    {
        long value = 0;
        for (var shift = 0; shift < 63; shift += 7)
        {
            var next = Byte();
            value |= (long)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw Damaged("a number out of range");
    }

    public string Text() => Encoding.UTF8.GetString(Take(Int()));

    public JsonElement Json()
    {
        var bytes = Take(Int());
        if (bytes.IsEmpty)
        {
            return default;
        }

        try
        {
            var reader = new Utf8JsonReader(bytes);
            return JsonElement.ParseValue(ref reader);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("Cell log record with a value that is no JSON.", e);
        }
    }

    public readonly void End()
    {
        if (!_rest.IsEmpty)
        {
            throw Damaged("bytes after its end");
        }
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _rest.Length)
        {
            throw Damaged("a part that is cut off");
        }

        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }

    private static InvalidDataException Damaged(string how) => new($"Cell log record with {how}.");
}
