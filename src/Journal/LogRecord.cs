namespace Granary.Journal;

/// <summary>One record of a log as it is replayed.</summary>
/// <param name="Sequence">Its number in the log, from 1, without holes.</param>
/// <param name="Type">What the user of the log called it, 16-127.</param>
/// <param name="Payload">Its bytes; the receiver may keep them.</param>
public readonly record struct LogRecord(long Sequence, byte Type, ReadOnlyMemory<byte> Payload);
