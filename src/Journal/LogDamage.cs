namespace Granary.Journal;

/// <summary>One damaged place of a log.</summary>
/// <param name="Kind">What is damaged.</param>
/// <param name="File">Path of the segment.</param>
/// <param name="Offset">Where it begins in it.</param>
/// <param name="FirstSequence">First record that is lost; 0 if none is.</param>
/// <param name="LostRecords">Records that are lost with it.</param>
/// <param name="Bytes">Bytes that were passed over.</param>
public sealed record LogDamage(LogDamageKind Kind, string File, long Offset, long FirstSequence, long LostRecords, long Bytes);
