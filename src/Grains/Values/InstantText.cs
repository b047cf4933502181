using System.Globalization;

namespace Granary.Grains.Values;

/// <summary>Instants as text of RFC 3339.</summary>
internal static class InstantText
{
    private static readonly string[] Forms =
    [
        "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd' 'HH:mm:ssK", "yyyy-MM-dd",
    ];

    /// <summary>In UTC, fractions of a second only where there are some: <c>2026-01-31T09:30:00Z</c>.</summary>
    public static string Write(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>Reads an instant; a date alone is its midnight, and without an offset it is UTC.</summary>
    public static bool TryRead(string text, out DateTimeOffset instant) => DateTimeOffset.TryParseExact(
        text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out instant);
}
