namespace Granary.Journal.Tests.Disk;

/// <summary>The bytes of one file: what is on the platter, and what was written since the last sync, in order.</summary>
internal sealed class SimulatedFileState
{
    private const int Sector = 512;

    private readonly List<(long Offset, byte[] Bytes)> _unsynced = [];
    private byte[] _platter = [];
    private int _platterLength;
    private byte[] _buffer = [];
    private int _length;
    private int? _cutTo;

    public SimulatedFileState(byte[]? content = null)
    {
        _buffer = content ?? [];
        _length = _buffer.Length;
    }

    public int Length => _length;

    /// <summary>Bytes as a reader sees them.</summary>
    public byte[] Current => _buffer[.._length];

    public int Read(Span<byte> target, long offset)
    {
        var count = (int)Math.Max(0, Math.Min(target.Length, _length - offset));
        _buffer.AsSpan((int)Math.Min(offset, _length), count).CopyTo(target);
        return count;
    }

    public void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        _unsynced.Add((offset, bytes.ToArray()));
        Apply(ref _buffer, ref _length, bytes, offset);
    }

    public void SetLength(long length)
    {
        // Cutting and extending are taken as durable with the next sync; until then the old content may come back.
        Apply(ref _buffer, ref _length, default, length);
        if (length < _length)
        {
            _buffer.AsSpan((int)length, _length - (int)length).Clear();
            _length = (int)length;
            _cutTo = Math.Min(_cutTo ?? int.MaxValue, _length);
        }
    }

    public void Flip(int offset, int bit) => _buffer[offset] ^= (byte)(1 << bit);

    public void Sync()
    {
        if (_cutTo is { } cut)
        {
            _platter.AsSpan(Math.Min(cut, _platterLength), Math.Max(0, _platterLength - cut)).Clear();
            _platterLength = Math.Min(cut, _platterLength);
        }

        foreach (var (offset, bytes) in _unsynced)
        {
            var count = (int)Math.Max(0, Math.Min(bytes.Length, _length - offset));
            Apply(ref _platter, ref _platterLength, bytes.AsSpan(0, count), offset);
        }

        Apply(ref _platter, ref _platterLength, default, _length);
        _unsynced.Clear();
        _cutTo = null;
    }

    /// <summary>Makes all of it durable, as if it had always been there.</summary>
    public SimulatedFileState Settled()
    {
        (_platter, _platterLength) = ([.. _buffer.AsSpan(0, _length)], _length);
        _unsynced.Clear();
        return this;
    }

    /// <summary>A sync that failed: what was not on the platter never gets there, though readers still see it.</summary>
    public void Forget() => _unsynced.Clear();

    /// <summary>What a power cut leaves: any subset of the unsynced sectors, the length anything between.</summary>
    public SimulatedFileState Survivor(Random random)
    {
        var (survivor, length) = (_platter[.._platterLength], _platterLength);
        foreach (var (offset, bytes) in _unsynced)
        {
            // Every third write survives as a prefix torn at any byte, the others as any subset of sectors.
            if (random.Next(3) == 0)
            {
                Apply(ref survivor, ref length, bytes.AsSpan(0, random.Next(bytes.Length + 1)), offset);
                continue;
            }

            var position = 0;
            while (position < bytes.Length)
            {
                var count = (int)Math.Min(Sector - ((offset + position) % Sector), bytes.Length - position);
                if (random.Next(2) == 0)
                {
                    Apply(ref survivor, ref length, bytes.AsSpan(position, count), offset + position);
                }

                position += count;
            }
        }

        return new SimulatedFileState(survivor[..length]).Settled();
    }

    // Writes, growing with zeros; with no bytes it only grows.
    private static void Apply(ref byte[] content, ref int length, ReadOnlySpan<byte> bytes, long offset)
    {
        var end = (int)offset + bytes.Length;
        if (end > length)
        {
            if (end > content.Length)
            {
                Array.Resize(ref content, Math.Max(end, content.Length * 2));
            }

            length = end;
        }

        bytes.CopyTo(content.AsSpan((int)offset));
    }
}
