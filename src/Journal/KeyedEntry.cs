namespace Granary.Journal;

/// <summary>A value of a <see cref="KeyedStore"/> and the version it has.</summary>
/// <param name="ETag">Changes with every write and is never given twice.</param>
/// <param name="Payload">The bytes; never changed.</param>
public sealed record KeyedEntry(string ETag, ReadOnlyMemory<byte> Payload);
