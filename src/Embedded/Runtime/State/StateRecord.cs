namespace Granary.Embedded.Runtime;

/// <summary>A stored value and its version.</summary>
internal sealed record StateRecord(string ETag, ReadOnlyMemory<byte> Value);
