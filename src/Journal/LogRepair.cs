using System.Collections.Immutable;

namespace Granary.Journal;

/// <summary>What opening a log had to repair; all zero for a log that was closed or killed between two writes.</summary>
/// <param name="TornTails">Ends of segments that were cut.</param>
/// <param name="CutBytes">Bytes that were cut; up to 1 MiB of them are kept beside the segment as <c>.torn</c>.</param>
/// <param name="DiscardedRecords">Whole records behind the damage that were never acknowledged and went with it.</param>
/// <param name="DurableLoss">A close mark proves that a record which is gone had been durable: <c>journal_durable_loss</c>, worth an error event.</param>
public sealed record LogRepair(int TornTails, long CutBytes, long DiscardedRecords, bool DurableLoss)
{
    /// <summary>Nothing to repair.</summary>
    public static LogRepair None { get; } = new(0, 0, 0, DurableLoss: false);

    /// <summary>Damaged places, in the order of the log; empty for a sound log.</summary>
    public ImmutableArray<LogDamage> Damages { get; init; } = [];

    /// <summary>Segments that had been removed before, came back with a crash and were removed again.</summary>
    public int ReappearedSegments { get; init; }

    /// <summary>Nothing was torn, damaged or lost.</summary>
    public bool IsClean => TornTails == 0 && !DurableLoss && Damages.IsEmpty;
}
