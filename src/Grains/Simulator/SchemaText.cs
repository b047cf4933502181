using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Granary.Grains.Simulator;

/// <summary>A string of the length and format that a schema asks for.</summary>
internal static class SchemaText
{
    public static string Make(JsonElement schema, SimulatorChance chance)
    {
        if (schema.TryGetProperty("format", out var format) && format.ValueKind == JsonValueKind.String && Formatted(format.GetString()!, chance) is { } formatted)
        {
            return formatted;
        }

        var least = SchemaShape.Whole(schema, "minLength") ?? 0;
        var most = SchemaShape.Whole(schema, "maxLength") ?? int.MaxValue;
        var text = new StringBuilder(most >= 60 ? ProseWriter.Sentence(chance, review: false, "It") : ProseWriter.Phrase(chance, most));
        while (text.Length < least && text.Length < 100_000)
        {
            text.Append(' ').Append(ProseWriter.Phrase(chance, 40));
        }

        var length = Math.Min(text.Length, most);
        if (length > 0 && length < text.Length && text[length - 1] == ' ')
        {
            text[length - 1] = '.';
        }

        return text.ToString(0, length);
    }

    private static string? Formatted(string format, SimulatorChance chance)
    {
        var day = new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(chance.Next(525_600));
        return format switch
        {
            "date" => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            "date-time" => day.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            "time" => day.ToString("HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            "email" => string.Create(CultureInfo.InvariantCulture, $"user{chance.Next(10_000)}@example.com"),
            "uri" => string.Create(CultureInfo.InvariantCulture, $"https://example.com/{chance.Next(10_000)}"),
            "uuid" => string.Create(CultureInfo.InvariantCulture, $"{chance.NextUInt64() >> 32:x8}-{chance.Next(65_536):x4}-4{chance.Next(4_096):x3}-8{chance.Next(4_096):x3}-{chance.NextUInt64() >> 16:x12}"),
            _ => null,
        };
    }
}
