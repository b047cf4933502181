namespace Granary.Journal.Tests.Disk;

/// <summary>The bytes of one file: what is on the platter, and what was written since the last sync, in order.</summary>
internal sealed class SimulatedFileState
{
    private const int Sector = 512;

    private readonly List<(long Offset, byte[] Bytes)> _unsynced = [];

    public byte[] Durable { get; private set; } = [];

    public byte[] Current { get; set; } = [];

    public void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        _unsynced.Add((offset, bytes.ToArray()));
        Current = Applied(Current, bytes, offset);
    }

    public void SetLength(long length)
    {
        // Cutting and extending are taken as durable with the next sync; until then the old content may come back.
        var resized = Current;
        Array.Resize(ref resized, (int)length);
        Current = resized;
    }

    public void Sync()
    {
        Durable = [.. Current];
        _unsynced.Clear();
    }

    /// <summary>What a power cut leaves: any subset of the unsynced sectors, the length anything between.</summary>
    public SimulatedFileState Survivor(Random random)
    {
        var survivor = Durable;
        foreach (var (offset, bytes) in _unsynced)
        {
            // Every third write survives as a prefix torn at any byte, the others as any subset of sectors.
            if (random.Next(3) == 0)
            {
                survivor = Applied(survivor, bytes.AsSpan(0, random.Next(bytes.Length + 1)), offset);
                continue;
            }

            var position = 0;
            while (position < bytes.Length)
            {
                var length = (int)Math.Min(Sector - ((offset + position) % Sector), bytes.Length - position);
                if (random.Next(2) == 0)
                {
                    survivor = Applied(survivor, bytes.AsSpan(position, length), offset + position);
                }

                position += length;
            }
        }

        return new SimulatedFileState { Durable = [.. survivor], Current = [.. survivor] };
    }

    private static byte[] Applied(byte[] content, ReadOnlySpan<byte> bytes, long offset)
    {
        var grown = content;
        if (bytes.Length > 0 && grown.Length < offset + bytes.Length)
        {
            Array.Resize(ref grown, (int)(offset + bytes.Length));
        }
        else
        {
            grown = [.. content];
        }

        bytes.CopyTo(grown.AsSpan((int)Math.Min(offset, grown.Length)));
        return grown;
    }
}
