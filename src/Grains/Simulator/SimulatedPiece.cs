namespace Granary.Grains.Simulator;

/// <summary>The next bytes of a simulated answer, and how long after the ones before they come.</summary>
internal readonly record struct SimulatedPiece(TimeSpan After, ReadOnlyMemory<byte> Bytes);
