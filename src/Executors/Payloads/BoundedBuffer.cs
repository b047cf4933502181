using System.Buffers;

namespace Granary.Executors.Payloads;

/// <summary>Collects bytes up to a limit, and refuses the one above it before it takes memory for it.</summary>
internal sealed class BoundedBuffer(int limit, PayloadRole role) : IBufferWriter<byte>
{
    private const int FirstSize = 256;

    // A writer asks for the room that a text may take at most, three bytes a character; what it really takes is seen afterwards.
    private const int Slack = 64 * 1024;
    private readonly long _most = Math.Min(Array.MaxLength, (3L * limit) + Slack);
    private byte[] _bytes = [];
    private int _length;

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    public void Advance(int count)
    {
        _length += count;
        if (_length > limit)
        {
            throw PayloadCodec.TooLarge(role, _length, limit);
        }
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        var needed = (long)_length + Math.Max(1, sizeHint);
        if (needed <= _bytes.Length)
        {
            return _bytes.AsMemory(_length);
        }

        if (needed > _most)
        {
            throw PayloadCodec.TooLarge(role, needed, limit);
        }

        var size = Math.Min(_most, Math.Max(needed, Math.Max(FirstSize, _bytes.Length * 2L)));
        Array.Resize(ref _bytes, (int)Math.Max(needed, size));
        return _bytes.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
}
