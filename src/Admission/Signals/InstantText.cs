using System.Globalization;

namespace Granary.Admission.Signals;

/// <summary>Instants as header fields write them.</summary>
public static class InstantText
{
    // Other forms would be guessed with today's date, which a pure function does not know.
    private static readonly string[] HttpForms = ["r", "dddd, dd-MMM-yy HH:mm:ss 'GMT'", "ddd MMM d HH:mm:ss yyyy", "ddd MMM dd HH:mm:ss yyyy"];
    private static readonly string[] Rfc3339Forms = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>An HTTP date in any of its three forms; null if it is none.</summary>
    public static DateTimeOffset? Http(string? text) => Read(text, HttpForms);

    /// <summary>An RFC 3339 instant; null if it is none.</summary>
    public static DateTimeOffset? Rfc3339(string? text) => Read(text, Rfc3339Forms);

    private static DateTimeOffset? Read(string? text, string[] forms) =>
        DateTimeOffset.TryParseExact(
            text, forms, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces | DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant)
            ? instant
            : null;
}
