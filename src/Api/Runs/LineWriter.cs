using System.Buffers;
using System.IO.Pipelines;
using System.Text;

using Granary.Abstractions.Artifacts;

namespace Granary.Api.Runs;

/// <summary>Copies the rows of a range from text parts to a response.</summary>
internal sealed class LineWriter(PipeWriter writer, RowRange range, bool csv)
{
    private const int BufferBytes = 64 * 1024;
    private readonly RowScanner _rows = new(csv);
    private long _row;

    /// <summary>No further row can be in the range.</summary>
    public bool Finished => _row > range.Last;

    /// <summary>Passes over a whole part when none of its rows is in the range.</summary>
    public bool Skip(long rows)
    {
        if (_row + rows > range.First)
        {
            return false;
        }

        _row += rows;
        return true;
    }

    /// <summary>Writes a line that is no row.</summary>
    public async Task WriteHeaderAsync(string line, CancellationToken cancellationToken) =>
        await writer.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), cancellationToken);

    /// <summary>Copies what is in the range.</summary>
    public async Task CopyAsync(Stream source, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            int read;
            while (!Finished && (read = await source.ReadAsync(buffer, cancellationToken)) > 0)
            {
                var (start, length) = InRange(buffer.AsSpan(0, read));
                if (length > 0)
                {
                    await writer.WriteAsync(buffer.AsMemory(start, length), cancellationToken);
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private (int Start, int Length) InRange(ReadOnlySpan<byte> bytes)
    {
        var (start, seen) = (_row >= range.First ? 0 : -1, 0);
        while (_rows.EndOfRow(bytes[seen..]) is var length and >= 0)
        {
            seen += length;
            _row++;
            if (_row == range.First)
            {
                start = seen;
            }

            if (_row > range.Last)
            {
                return start < 0 ? (0, 0) : (start, seen - start);
            }
        }

        return start < 0 ? (0, 0) : (start, bytes.Length - start);
    }
}
