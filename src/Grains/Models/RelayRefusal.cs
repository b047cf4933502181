namespace Granary.Grains.Models;

/// <summary>A provider's error answer, kept until it is clear that no further attempt follows.</summary>
internal sealed record RelayRefusal(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, ReadOnlyMemory<byte> Body);
