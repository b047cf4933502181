namespace Granary.Journal.Writing;

/// <summary>Records of a segment that was given up: written, and not known to be on the disk.</summary>
/// <param name="Path">Path of the segment.</param>
/// <param name="Segment">Its first sequence.</param>
/// <param name="From">Where they begin.</param>
/// <param name="To">Where they end.</param>
internal sealed record UnsyncedRange(string Path, long Segment, long From, long To);
