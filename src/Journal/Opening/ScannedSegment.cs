namespace Granary.Journal.Opening;

/// <summary>One segment after it was read.</summary>
/// <param name="Plan">What was known before.</param>
/// <param name="End">Where its last whole record ends; 0 if not even its header is whole.</param>
/// <param name="Length">Bytes of the file.</param>
/// <param name="Records">Whole records in it that belong to the log.</param>
/// <param name="Proven">Newest sequence that records in it prove to be durable.</param>
/// <param name="UnprovenFrom">Where the records begin that nothing in it proves.</param>
internal sealed record ScannedSegment(PlannedSegment Plan, long End, long Length, long Records, long Proven, long UnprovenFrom);
