using System.Globalization;
using System.Net.Http.Headers;

namespace Granary.Grains.Models;

/// <summary>
/// When a provider wants to be called again, read on 429, 503 and 529; first usable of: <c>retry-after-ms</c>, <c>retry-after</c> in seconds,
/// <c>retry-after</c> as a date minus the answer's own <c>date</c> (else our clock), the reset of an exhausted rate bucket. What is past, zero,
/// negative or unreadable counts as not said.
/// </summary>
internal static class RetryAfterHeader
{
    private const double Longest = 31_536_000;

    public static TimeSpan? Read(int status, HttpResponseHeaders headers, DateTimeOffset now)
    {
        if (status is not (429 or 503 or 529))
        {
            return null;
        }

        var text = AnswerHeaders.First(headers, "retry-after");
        return Positive(Number(AnswerHeaders.First(headers, "retry-after-ms")) / 1_000)
            ?? Positive(Number(text))
            ?? Positive((Date(text) - (Date(AnswerHeaders.First(headers, "date")) ?? now))?.TotalSeconds)
            ?? Positive(RateHeaders.Read(headers).ExhaustedUntil?.TotalSeconds);
    }

    private static TimeSpan? Positive(double? seconds) => seconds is > 0 and <= Longest ? TimeSpan.FromSeconds(seconds.Value) : null;

    private static double? Number(string? text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static DateTimeOffset? Date(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date) ? date : null;
}
