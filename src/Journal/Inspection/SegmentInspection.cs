namespace Granary.Journal.Inspection;

/// <summary>One segment as it was found.</summary>
/// <param name="File">Its name.</param>
/// <param name="FirstSequence">By its name.</param>
/// <param name="Records">Whole records that are part of the log.</param>
/// <param name="Bytes">Bytes of the file.</param>
/// <param name="CloseMark">Last sequence that was durable when it was sealed or closed; 0 if it was not.</param>
/// <param name="Created">When it was begun; null if its header is damaged.</param>
public sealed record SegmentInspection(string File, long FirstSequence, long Records, long Bytes, long CloseMark, DateTimeOffset? Created);
