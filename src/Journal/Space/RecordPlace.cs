namespace Granary.Journal.Space;

/// <summary>Where a record stands in its segment.</summary>
/// <param name="Offset">Where its header begins.</param>
/// <param name="PayloadLength">Bytes of its payload, the first sequence of a moved one included.</param>
internal readonly record struct RecordPlace(long Offset, int PayloadLength)
{
    /// <summary>Bytes it takes in the segment.</summary>
    public long Framed => Format.RecordHeader.Framed(PayloadLength);
}
