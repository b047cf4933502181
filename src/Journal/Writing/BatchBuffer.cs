using Granary.Journal.Format;

namespace Granary.Journal.Writing;

/// <summary>Where the records of one write are put together. Grows as needed and gives a very large buffer back.</summary>
internal sealed class BatchBuffer
{
    private const int Kept = 2 << 20;

    private byte[] _bytes = [];
    private int _position;

    /// <summary>The batch as it goes to the file; valid until the next call.</summary>
    public ReadOnlySpan<byte> Encode(List<QueuedRecord> batch, long durable)
    {
        Begin(batch.Sum(static record => RecordHeader.Framed(record.Payload.Length)));
        foreach (var record in batch)
        {
            Add(record.Sequence, durable, record.Request.Type, record.Request.Version, record.Payload.Span);
        }

        return Batch;
    }

    /// <summary>What was added since <see cref="Begin"/>.</summary>
    public ReadOnlySpan<byte> Batch => _bytes.AsSpan(0, _position);

    /// <summary>Starts anew with room for that many bytes.</summary>
    public void Begin(long needed)
    {
        _position = 0;
        if (_bytes.Length < needed || (_bytes.Length > Kept && needed <= Kept))
        {
            _bytes = new byte[Math.Max(4096, checked((int)System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)needed)))];
        }
    }

    /// <summary>Adds a record behind the others.</summary>
    public void Add(long sequence, long durable, byte type, byte version, ReadOnlySpan<byte> payload)
    {
        var flags = _position == 0 ? RecordFlags.FirstOfBatch : RecordFlags.None;
        _position += RecordHeader.WriteRecord(_bytes.AsSpan(_position), sequence, durable, type, version, flags, payload);
    }
}
