using Granary.Journal.Files;

namespace Granary.Journal.Writing;

/// <summary>Where an opened log ends, and so where writing goes on.</summary>
/// <param name="LogId">Id that all segments of the log carry; empty for a log without segments.</param>
/// <param name="LastSequence">Newest sequence; it and all before it are on the disk.</param>
/// <param name="File">The last segment, open; null if there is none. Whoever gets this owns it.</param>
/// <param name="First">First sequence of the last segment.</param>
/// <param name="Position">Where the next record goes in it.</param>
/// <param name="Bytes">Bytes of all segments.</param>
/// <param name="Segments">How many there are.</param>
internal sealed record LogEnd(Guid LogId, long LastSequence, ILogFile? File, long First, long Position, long Bytes, int Segments);
