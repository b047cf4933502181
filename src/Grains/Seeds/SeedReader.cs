using System.Text;
using System.Text.Json;
using Granary.Grains.Runs.Documents;
using Granary.Grains.Values;

namespace Granary.Grains.Seeds;

/// <summary>Reads a whole dataset, so that every bad line is known before anything is paid for. Thread-safe.</summary>
internal static class SeedReader
{
    /// <summary>The formats of files.</summary>
    public static readonly string[] Formats = ["csv", "jsonl"];

    /// <summary>Reads a file.</summary>
    /// <param name="stream">UTF-8.</param>
    /// <param name="format">One of <see cref="Formats"/>.</param>
    /// <param name="maxBytes">More is refused.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<SeedReading> ReadAsync(Stream stream, string format, long maxBytes, CancellationToken cancellationToken)
    {
        using var copy = new MemoryStream();
        var buffer = new byte[81_920];
        for (var read = await stream.ReadAsync(buffer, cancellationToken); read > 0; read = await stream.ReadAsync(buffer, cancellationToken))
        {
            if (copy.Length + read > maxBytes)
            {
                return new SeedReading(null, [new SeedProblem(null, $"the dataset is larger than {maxBytes} bytes; raise {SeedOptions.Section}:{nameof(SeedOptions.MaxBytes)}")]);
            }

            copy.Write(buffer, 0, read);
        }

        var bytes = copy.GetBuffer().AsMemory(0, (int)copy.Length);
        bytes = bytes.Span.StartsWith(Encoding.UTF8.Preamble) ? bytes[3..] : bytes;
        return string.Equals(format, "csv", StringComparison.Ordinal) ? CsvSeedReader.Read(bytes) : ReadJsonLines(bytes.Span);
    }

    /// <summary>Reads the records written into the document.</summary>
    public static SeedReading ReadRows(IReadOnlyList<DocumentNode> rows)
    {
        var records = new SeedRecords(isText: false);
        foreach (var row in rows.Where(r => r.Kind == DocumentNodeKind.Mapping))
        {
            foreach (var member in row.Members)
            {
                records.AddField(member.Name);
            }

            records.Add(Encoding.UTF8.GetBytes(DataJson.Text(row.ToJson())));
        }

        return records.ToReading();
    }

    private static SeedReading ReadJsonLines(ReadOnlySpan<byte> bytes)
    {
        var records = new SeedRecords(isText: false);
        var line = 0L;
        while (!bytes.IsEmpty && !records.IsHopeless)
        {
            line++;
            var end = bytes.IndexOf((byte)'\n');
            var text = (end < 0 ? bytes : bytes[..end]).Trim(" \t\r"u8);
            bytes = end < 0 ? [] : bytes[(end + 1)..];
            if (!text.IsEmpty)
            {
                AddObject(text, line, records);
            }
        }

        return records.ToReading();
    }

    private static void AddObject(ReadOnlySpan<byte> text, long line, SeedRecords records)
    {
        try
        {
            var reader = new Utf8JsonReader(text);
            var value = JsonElement.ParseValue(ref reader);
            if (value.ValueKind != JsonValueKind.Object || !reader.IsFinalBlock || reader.Read())
            {
                records.AddProblem(line, "the line is no JSON object");
                return;
            }

            if (text.Contains((byte)0) || !System.Text.Unicode.Utf8.IsValid(text) || !DataJson.IsSound(value))
            {
                records.AddProblem(line, "the line holds invalid UTF-8, a NUL, or half of a surrogate pair");
                return;
            }

            foreach (var member in value.EnumerateObject())
            {
                records.AddField(member.Name);
            }

            records.Add(text.ToArray());
        }
        catch (JsonException)
        {
            records.AddProblem(line, "the line is no JSON object");
        }
    }
}
