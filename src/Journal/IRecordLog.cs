namespace Granary.Journal;

/// <summary>
/// An append-only log of numbered records with one owner, whatever it is kept in. The life of a record: accepted (it has its sequence), durable as
/// the mode promises (its appender is told), replayed at every open, released by its owner, gone.
/// <para>Thread-safe. Nothing here blocks longer than a lock; appends wait asynchronously while too much is under way.</para>
/// </summary>
public interface IRecordLog : IAsyncDisposable
{
    /// <summary>What opening had to repair or report.</summary>
    LogRepair Repair { get; }

    /// <summary>
    /// Appends one record. Completes with its sequence once it is as durable as the mode promises. The payload must not change until then.
    /// The token ends only the wait for a place: an append that has one is carried out.
    /// </summary>
    /// <exception cref="ArgumentException">The type is not 16-127, or the payload is larger than the log allows.</exception>
    /// <exception cref="JournalException">
    /// <c>journal_write_failed</c>: unknown whether it is stored until the log goes on (then it is not) or is opened again. <c>journal_unavailable</c>,
    /// <c>journal_closed</c>: certainly not stored.
    /// </exception>
    ValueTask<long> AppendAsync(byte type, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken);

    /// <summary>
    /// Appends records that follow one another without anything in between and are acknowledged together; completes with the sequence of the last.
    /// A crash before that may keep the first of them and not the rest; so may a failed write of more than 1 024 records or 1 MiB. At least one payload.
    /// </summary>
    /// <inheritdoc cref="AppendAsync(byte, ReadOnlyMemory{byte}, CancellationToken)" path="/exception"/>
    ValueTask<long> AppendAsync(byte type, IReadOnlyList<ReadOnlyMemory<byte>> payloads, CancellationToken cancellationToken);

    /// <summary>
    /// Appends a record that begins new work, or says at once why not: it never waits for room, and is refused while the disk is nearly full, where
    /// <see cref="AppendAsync(byte, ReadOnlyMemory{byte}, CancellationToken)"/> still writes what ends or repairs work from the reserve.
    /// </summary>
    /// <param name="type">16-127.</param>
    /// <param name="payload">Must not change until acknowledged.</param>
    /// <param name="acknowledged">Ends as AppendAsync does; a completed task with 0 when refused.</param>
    LogRefusal TryAppend(byte type, ReadOnlyMemory<byte> payload, out Task<long> acknowledged);

    /// <summary>
    /// The record is needed no more; its space may be used again at any time. It may still be replayed by a later open, so an owner releases what a
    /// newer durable record makes worthless. Unknown and released sequences are ignored.
    /// </summary>
    void Release(long sequence);

    /// <summary>
    /// Releases a record that says that older ones are over (a tombstone): it stays until none of the records with a lower sequence that were
    /// released before it can be replayed any more, then goes by itself. Release those it ends first.
    /// </summary>
    void Retire(long sequence);

    /// <summary>Reads a record that was acknowledged and not released.</summary>
    /// <exception cref="KeyNotFoundException">It was released, or never was.</exception>
    /// <exception cref="JournalException"><c>journal_corrupt</c>: its bytes are damaged.</exception>
    ValueTask<ReadOnlyMemory<byte>> ReadAsync(long sequence, CancellationToken cancellationToken);

    /// <summary>Completes when all that was acknowledged before the call is on the disk, whatever the mode.</summary>
    Task SyncAsync();

    /// <summary>Gives back at once what is needed no more, whether it is worth it or not; completes when that is done.</summary>
    /// <exception cref="JournalException">Writing failed; nothing needed was removed.</exception>
    Task CompactAsync();

    /// <summary>The log at this moment.</summary>
    LogSnapshot Snapshot();
}
