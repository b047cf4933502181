namespace Granary.Journal;

/// <summary>What compacting a keyed store by command did.</summary>
/// <param name="Entries">Values it holds.</param>
/// <param name="BytesBefore">Bytes of its log before.</param>
/// <param name="BytesAfter">Bytes of its log afterwards.</param>
public sealed record KeyedCompaction(int Entries, long BytesBefore, long BytesAfter);
