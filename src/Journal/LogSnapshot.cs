namespace Granary.Journal;

/// <summary>A log at one moment.</summary>
/// <param name="LastSequence">Newest sequence given to an append; 0 in an empty log.</param>
/// <param name="DurableSequence">Newest sequence known to be on the disk.</param>
/// <param name="Bytes">Bytes of all segments.</param>
/// <param name="Records">Records written since it was opened.</param>
/// <param name="Batches">Writes since it was opened; records per batch show how well group commit works.</param>
/// <param name="Syncs">Syncs since it was opened.</param>
/// <param name="Waiting">Records accepted and not yet written.</param>
/// <param name="Failure">Why the log refuses appends; null while it works.</param>
public sealed record LogSnapshot(
    long LastSequence,
    long DurableSequence,
    long Bytes,
    long Records,
    long Batches,
    long Syncs,
    int Waiting,
    JournalException? Failure);
