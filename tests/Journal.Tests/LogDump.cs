using System.Globalization;
using System.Text;
using Granary.Journal.Format;
using Granary.Journal.Opening;
using Granary.Journal.Tests.Disk;

namespace Granary.Journal.Tests;

/// <summary>What stands in the segments of a log, one line each, for failing tests.</summary>
internal static class LogDump
{
    public static string Of(SimulatedDisk disk)
    {
        var text = new StringBuilder();
        foreach (var name in disk.ListFiles(LogBench.Folder).Where(static name => name.EndsWith(".seg", StringComparison.Ordinal)))
        {
            using var file = disk.Open($"{LogBench.Folder}/{name}");
            var reader = new SegmentReader(file);
            var header = reader.Read(0, SegmentHeader.Length).ToArray();
            text.Append(CultureInfo.InvariantCulture, $"\n{name} {reader.Length} header {SegmentHeader.TryRead(header, out _)} mark {SegmentHeader.ReadCloseMark(header)}:");
            for (long offset = SegmentHeader.Length; offset < reader.Length;)
            {
                if (reader.TryReadRecord(offset, 1, long.MaxValue, out var record, out var payload))
                {
                    var gap = record.Type == OwnRecords.Gap ? $"gap({OwnRecords.ReadGap(payload.Span)})" : $"{record.Type}";
                    text.Append(CultureInfo.InvariantCulture, $" {record.Sequence}:{gap}v{record.Version}-{record.Unsynced}@{offset}");
                    offset += RecordHeader.Framed(record.PayloadLength);
                }
                else
                {
                    offset += 8;
                }
            }
        }

        return text.ToString();
    }
}
