using System.Collections.Immutable;
using Granary.Journal.Files;
using Granary.Journal.Format;
using Granary.Journal.Opening;

namespace Granary.Journal.Inspection;

/// <summary>Reads logs without opening them: nothing is changed and no lock is taken. Stateless.</summary>
public static class LogInspector
{
    /// <summary>Folders at or below <paramref name="folder"/> that hold a log, in ordinal order.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyList<string> Find(string folder)
    {
        folder = Path.GetFullPath(folder);
        return [.. Directory.EnumerateFiles(folder, "*.seg", SearchOption.AllDirectories)
            .Where(static file => SegmentName.TryParse(Path.GetFileName(file), out _))
            .Select(static file => Path.GetDirectoryName(file)!)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>Reads a log from its first record to its end; every record is checked. <paramref name="each"/> gets them in the order of the log.</summary>
    /// <exception cref="JournalException"><c>journal_newer</c>, or segments of several logs in one folder.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Task<LogInspection> InspectAsync(string folder, Action<LogRecord>? each, CancellationToken cancellationToken) =>
        Task.Run(() => Inspect(DiskFiles.Instance, Path.GetFullPath(folder), each, cancellationToken), cancellationToken);

    internal static LogInspection Inspect(ILogFiles files, string folder, Action<LogRecord>? each, CancellationToken cancellationToken)
    {
        var counts = new long[256];
        var scan = new LogScanner(files, folder, CorruptionPolicy.Skip, mayHaveReclaimed: true, Count, cancellationToken).Scan();
        var kind = FolderKind.Of(folder);
        return new LogInspection(
            folder,
            scan.LogId,
            scan.LastSequence,
            counts.Skip(SegmentLog.FirstUserType).Sum(),
            scan.Segments.Sum(static segment => segment.Length),
            [.. scan.Segments.Select(Describe)],
            counts.Select(static (count, type) => KeyValuePair.Create((byte)type, count)).Where(static pair => pair.Value > 0).ToImmutableSortedDictionary(),
            scan.Repair,
            FolderLock.Holder(folder),
            kind.FileSystem,
            kind.Warning);

        void Count(ScannedRecord record)
        {
            counts[record.Header.Type]++;
            if (each is not null && record.Header.Type >= SegmentLog.FirstUserType)
            {
                each(new LogRecord(record.Origin, record.Header.Type, record.Payload.ToArray()));
            }
        }
    }

    private static SegmentInspection Describe(ScannedSegment segment) => new(
        Path.GetFileName(segment.Plan.Path),
        segment.Plan.First,
        segment.Records,
        segment.Length,
        segment.Plan.CloseMark,
        segment.Plan.Header is { } header ? DateTimeOffset.FromUnixTimeMilliseconds(header.CreatedUnixMilliseconds) : null);
}
