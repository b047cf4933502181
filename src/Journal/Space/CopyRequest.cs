using Granary.Journal.Writing;

namespace Granary.Journal.Space;

/// <summary>Records of an old segment on their way to the newest one.</summary>
internal sealed class CopyRequest(byte type, long from, IReadOnlyList<long> origins, IReadOnlyList<ReadOnlyMemory<byte>> payloads) : AppendRequest(type, payloads)
{
    public override byte Version => Format.RecordHeader.CopyVersion;

    /// <summary>First sequence of the segment they come from.</summary>
    public long From => from;

    /// <summary>The sequence each of them had first.</summary>
    public IReadOnlyList<long> Origins => origins;
}
