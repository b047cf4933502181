using Granary.Journal.Format;

namespace Granary.Journal.Writing;

/// <summary>Where the records of one write are put together. Grows as needed and gives a very large buffer back.</summary>
internal sealed class BatchBuffer
{
    private const int Kept = 2 << 20;

    private byte[] _bytes = [];

    /// <summary>The batch as it goes to the file; valid until the next call.</summary>
    public ReadOnlySpan<byte> Encode(List<QueuedRecord> batch, long durable)
    {
        var needed = 0L;
        foreach (var record in batch)
        {
            needed += RecordHeader.Framed(record.Payload.Length);
        }

        if (_bytes.Length < needed || (_bytes.Length > Kept && needed <= Kept))
        {
            _bytes = new byte[Math.Max(4096, checked((int)System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)needed)))];
        }

        var position = 0;
        foreach (var record in batch)
        {
            var flags = position == 0 ? RecordFlags.FirstOfBatch : RecordFlags.None;
            position += RecordHeader.WriteRecord(_bytes.AsSpan(position), record.Sequence, durable, record.Request.Type, flags, record.Payload);
        }

        return _bytes.AsSpan(0, position);
    }
}
