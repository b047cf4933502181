using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Granary.Grains.Values;

namespace Granary.Grains.Seeds;

/// <summary>CSV (RFC 4180) with a header line to records; every value is text.</summary>
internal static class CsvSeedReader
{
    /// <summary>Reads a whole file.</summary>
    public static SeedReading Read(ReadOnlyMemory<byte> bytes)
    {
        var records = new SeedRecords(isText: true);
        if (!System.Text.Unicode.Utf8.IsValid(bytes.Span))
        {
            records.AddProblem(LineOfInvalid(bytes.Span), "invalid UTF-8");
            return records.ToReading();
        }

        var badQuotes = false;
        var settings = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Mode = CsvMode.RFC4180,
            DetectDelimiter = false,
            IgnoreBlankLines = true,
            BadDataFound = _ => badQuotes = true,
        };
        using var text = new StreamReader(AsStream(bytes), Encoding.UTF8);
        using var parser = new CsvParser(text, settings);
        if (!parser.Read())
        {
            return records.ToReading();
        }

        var header = parser.Record!;
        CheckHeader(header, records);
        while (!records.IsHopeless && parser.Read())
        {
            var record = parser.Record!;
            if (badQuotes || record.Any(v => v.Contains('\0', StringComparison.Ordinal)))
            {
                records.AddProblem(parser.RawRow, badQuotes ? "quotes that do not match" : "a NUL character");
                badQuotes = false;
            }
            else if (record.Length != header.Length)
            {
                records.AddProblem(parser.RawRow, $"{record.Length} fields, the header has {header.Length}");
            }
            else
            {
                records.Add(Encoding.UTF8.GetBytes(DataJson.Text(DataValue.Of(Array.ConvertAll(
                    [.. header.Zip(record)], pair => KeyValuePair.Create(pair.First, DataValue.Of(pair.Second)))))));
            }
        }

        return records.ToReading();
    }

    private static MemoryStream AsStream(ReadOnlyMemory<byte> bytes) => MemoryMarshal.TryGetArray(bytes, out var segment)
        ? new MemoryStream(segment.Array!, segment.Offset, segment.Count, writable: false)
        : new MemoryStream(bytes.ToArray(), writable: false);

    private static void CheckHeader(string[] header, SeedRecords records)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in header)
        {
            if (name.Length == 0 || !names.Add(name))
            {
                records.AddProblem(1, name.Length == 0 ? "a field of the header has no name" : $"the header names `{name}` twice");
            }

            records.AddField(name);
        }
    }

    private static long LineOfInvalid(ReadOnlySpan<byte> bytes)
    {
        var line = 1L;
        while (!bytes.IsEmpty && Rune.DecodeFromUtf8(bytes, out var rune, out var length) == System.Buffers.OperationStatus.Done)
        {
            line += rune.Value == '\n' ? 1 : 0;
            bytes = bytes[length..];
        }

        return line;
    }
}
