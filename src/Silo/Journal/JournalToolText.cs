using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Granary.Journal;
using Granary.Journal.Inspection;

namespace Granary.Silo.Journal;

/// <summary>How the journal tool says what it found.</summary>
internal static class JournalToolText
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static string Json(LogInspection log) => JsonSerializer.Serialize(log, _json);

    /// <summary>One record as a line of JSON.</summary>
    public static string Line(string log, LogRecord record) => JsonSerializer.Serialize(
        new { log, sequence = record.Sequence, type = record.Type, payload = Convert.ToBase64String(record.Payload.Span) }, _json);

    public static string Inspection(LogInspection log)
    {
        var text = new StringBuilder(Verification(log));
        Add(text, $"  id {log.LogId}, file system {log.FileSystem}{(log.HeldBy is null ? "" : $", held by process {log.HeldBy}")}");
        if (log.Warning is not null)
        {
            Add(text, $"  warning: {log.Warning}");
        }

        Add(text, $"  records by type: {string.Join(", ", log.RecordsByType.Select(static pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} × {pair.Value}")))}");
        foreach (var segment in log.Segments)
        {
            var mark = segment.CloseMark > 0 ? $"closed at {segment.CloseMark}" : "open";
            Add(text, $"  {segment.File}  {Size(segment.Bytes),10}  {segment.Records,9} records  {mark}  {segment.Created:u}");
        }

        return text.ToString();
    }

    public static string Verification(LogInspection log)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{log.Folder}: {log.Condition.ToString().ToLowerInvariant()}, {log.Records} records in {log.Segments.Length} segments, {Size(log.Bytes)}, newest sequence {log.LastSequence}");
        var repair = log.Repair;
        if (repair.TornTails > 0)
        {
            Add(text, $"  torn tail: {repair.CutBytes} bytes would be cut, {repair.DiscardedRecords} whole but unacknowledged records with them");
        }

        if (repair.DurableLoss)
        {
            Add(text, $"  journal_durable_loss: records at the end had been durable and are gone");
        }

        foreach (var damage in repair.Damages)
        {
            Add(text, $"  {damage.Kind} damaged: {damage.File} at offset {damage.Offset}, {damage.LostRecords} records lost from sequence {damage.FirstSequence} on");
        }

        return text.ToString();
    }

    public static string Size(long bytes) => bytes switch
    {
        < 10 << 10 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 10 << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 10} KiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20} MiB"),
    };

    private static void Add(StringBuilder text, FormattableString line) => text.AppendLine().Append(line.ToString(CultureInfo.InvariantCulture));
}
