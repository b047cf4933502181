using Microsoft.Extensions.Logging;

namespace Granary.Journal;

/// <content>Events.</content>
public sealed partial class JournalInstruments
{
    [LoggerMessage(6001, LogLevel.Warning, "The end of the log in {Folder} was torn: {Bytes} bytes cut, {Records} whole but unacknowledged records with them.")]
    private partial void LogTornTail(string folder, long bytes, long records);

    [LoggerMessage(6002, LogLevel.Error, "journal_durable_loss: records at the end of the log in {Folder} had been durable and are gone.")]
    private partial void LogDurableLoss(string folder);

    [LoggerMessage(6003, LogLevel.Error, "Damage ({Kind}) in {File} at offset {Offset}: {Records} records lost from sequence {Sequence} on.")]
    private partial void LogDamage(LogDamageKind kind, string file, long offset, long sequence, long records);

    [LoggerMessage(6004, LogLevel.Error, "Writing the journal failed; a new segment is tried.")]
    private partial void LogWriteFailed(Exception error);

    [LoggerMessage(6005, LogLevel.Warning, "The journal in {Folder} lies on {FileSystem}: {Warning}.")]
    private partial void LogUnsafeFolder(string folder, string fileSystem, string warning);
}
