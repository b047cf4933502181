using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace Granary.Api.Runs;

/// <summary>Copies the rows of a range from text parts to a response. A row is a line; quoted line breaks of CSV belong to their row.</summary>
internal sealed class LineWriter(PipeWriter writer, RowRange range)
{
    private const int BufferBytes = 64 * 1024;
    private const byte Quote = (byte)'"';
    private const byte LineFeed = (byte)'\n';
    private long _row;
    private bool _quoted;

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
        var start = _row >= range.First ? 0 : -1;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == Quote)
            {
                _quoted = !_quoted;
            }
            else if (bytes[i] == LineFeed && !_quoted)
            {
                _row++;
                if (_row == range.First)
                {
                    start = i + 1;
                }

                if (_row > range.Last)
                {
                    return start < 0 ? (0, 0) : (start, i + 1 - start);
                }
            }
        }

        return start < 0 ? (0, 0) : (start, bytes.Length - start);
    }
}
