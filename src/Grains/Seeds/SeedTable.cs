using System.Security.Cryptography;
using System.Text.Json;

namespace Granary.Grains.Seeds;

/// <summary>The records of a dataset in the order of the file, each one JSON object as bytes. Immutable and thread-safe.</summary>
internal sealed class SeedTable
{
    private readonly List<byte[]> _records;

    private SeedTable(List<byte[]> records, IReadOnlySet<string> fields, bool isText)
    {
        _records = records;
        Fields = fields;
        IsText = isText;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var record in records)
        {
            hash.AppendData(record);
            hash.AppendData("\n"u8);
        }

        Digest = Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Records.</summary>
    public int Count => _records.Count;

    /// <summary>Every field that some record has.</summary>
    public IReadOnlySet<string> Fields { get; }

    /// <summary>Values are text.</summary>
    public bool IsText { get; }

    /// <summary>SHA-256 of the records.</summary>
    public string Digest { get; }

    /// <summary>Takes over the list of records.</summary>
    public static SeedTable Of(List<byte[]> records, IReadOnlySet<string> fields, bool isText) => new(records, fields, isText);

    /// <summary>A field of a record; <c>Undefined</c> when it has none of that name.</summary>
    public JsonElement Field(int record, string name)
    {
        var reader = new Utf8JsonReader(_records[record]);
        reader.Read();
        var found = default(JsonElement);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            // Of a name that stands twice the last one counts, as everywhere with JSON.
            var wanted = reader.ValueTextEquals(name);
            reader.Read();
            if (wanted)
            {
                found = JsonElement.ParseValue(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return found;
    }
}
