namespace Granary.Grains.Runs;

/// <summary>Fills a span with unpredictable bytes; a simulation gives seeded ones.</summary>
internal delegate void RunIdEntropy(Span<byte> bytes);
