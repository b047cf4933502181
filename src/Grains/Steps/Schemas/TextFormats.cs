using System.Globalization;
using Granary.Grains.Values;

namespace Granary.Grains.Steps.Schemas;

/// <summary>The formats of JSON Schema that are checked.</summary>
internal static class TextFormats
{
    /// <summary>Their names.</summary>
    public static readonly string[] Names = ["date", "date-time", "email", "time", "uri", "uuid"];

    /// <summary>Whether a text has that format.</summary>
    public static bool Fits(string text, string format) => format switch
    {
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "date-time" => text.Length > 10 && text.Contains('T', StringComparison.OrdinalIgnoreCase) && HasOffset(text) && InstantText.TryRead(text.ToUpperInvariant(), out _),
        "email" => text.Length <= 254 && text.Split('@') is [{ Length: > 0 }, { Length: > 0 }] && !text.Any(char.IsWhiteSpace),
        "time" => HasOffset(text) && InstantText.TryRead("2000-01-01T" + text.ToUpperInvariant(), out _),
        "uri" => Uri.TryCreate(text, UriKind.Absolute, out _),
        "uuid" => Guid.TryParseExact(text, "D", out _),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, message: null),
    };

    private static bool HasOffset(string text) =>
        text.EndsWith('Z') || text.EndsWith('z') || (text.Length > 6 && text[^6] is '+' or '-' && text[^3] == ':');
}
