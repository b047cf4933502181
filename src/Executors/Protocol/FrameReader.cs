using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Granary.Executors.Protocol;

/// <summary>
/// Reads frames from a blocking stream, one thread at a time. Memory is taken after the sizes of a header have been checked, and is bounded by one
/// frame. Meta and data of a frame are valid until the next read.
/// </summary>
internal sealed class FrameReader(Stream stream)
{
    private const int FirstSize = 16 * 1024;
    private byte[] _buffer = new byte[FirstSize];
    private int _start;
    private int _end;
    private int _frame;

    /// <summary>Header of the frame read last.</summary>
    public FrameHeader Header { get; private set; }

    public ReadOnlyMemory<byte> Meta => _buffer.AsMemory(_frame, Header.Meta);

    public ReadOnlyMemory<byte> Data => _buffer.AsMemory(_frame + Header.Meta, Header.Data);

    /// <summary>Reads the next frame; false at the end of the stream between two frames.</summary>
    /// <exception cref="ProtocolException">It is not a frame.</exception>
    /// <exception cref="IOException">The connection broke, or ended inside of a frame.</exception>
    public bool Read()
    {
        if (!Fill(ProtocolLimits.HeaderBytes, mayEnd: true))
        {
            return false;
        }

        var header = FrameHeader.Read(_buffer.AsSpan(_start));
        _start += ProtocolLimits.HeaderBytes;
        Fill(header.Length, mayEnd: false);
        Header = header;
        _frame = _start;
        _start += header.Length;
        return true;
    }

    /// <summary>The meta of the frame as an object.</summary>
    /// <exception cref="ProtocolException">It is not one.</exception>
    public T MetaAs<T>(JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(Meta.Span, type) ?? throw new ProtocolException($"the meta of a frame of type {Header.Type} is null");
        }
        catch (JsonException error)
        {
            throw new ProtocolException($"the meta of a frame of type {Header.Type} cannot be read: {error.Message}", error);
        }
    }

    private bool Fill(int count, bool mayEnd)
    {
        MakeRoom(count);
        while (_end - _start < count)
        {
            var read = stream.Read(_buffer, _end, _buffer.Length - _end);
            if (read == 0)
            {
                // Who dies while it writes breaks no protocol.
                return mayEnd && _end == _start ? false : throw new EndOfStreamException("the connection ended inside a frame");
            }

            _end += read;
        }

        return true;
    }

    private void MakeRoom(int count)
    {
        if (_start == _end)
        {
            _start = _end = 0;
        }

        if (_buffer.Length - _start >= count)
        {
            return;
        }

        var target = _buffer.Length >= count ? _buffer : new byte[Math.Max(count, _buffer.Length * 2)];
        Buffer.BlockCopy(_buffer, _start, target, 0, _end - _start);
        _buffer = target;
        (_start, _end) = (0, _end - _start);
    }
}
