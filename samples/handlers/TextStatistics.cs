namespace Granary.SampleHandlers;

/// <summary>What there is in a text.</summary>
public sealed record TextStatistics(int Words, int Characters);
