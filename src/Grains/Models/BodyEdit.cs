namespace Granary.Grains.Models;

/// <summary>Bytes put in the place of <paramref name="Length"/> bytes of a body.</summary>
internal readonly record struct BodyEdit(int Start, int Length, ReadOnlyMemory<byte> Bytes);
