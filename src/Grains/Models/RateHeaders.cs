using System.Globalization;
using System.Net.Http.Headers;

namespace Granary.Grains.Models;

/// <summary>The provider's account limits as an answer's headers tell them. They are facts about rates, never about the limit of calls at once.</summary>
internal readonly record struct RateHeaders(RateBucketHeaders Requests, RateBucketHeaders Tokens)
{
    public static RateHeaders Read(HttpResponseHeaders headers) => new(Bucket(headers, "requests"), Bucket(headers, "tokens"));

    /// <summary>When the exhausted bucket is full again; the later one of two. Null if none is exhausted, or nobody says.</summary>
    public TimeSpan? ExhaustedUntil
    {
        get
        {
            var requests = Requests.Exhausted ? Requests.Reset : null;
            var tokens = Tokens.Exhausted ? Tokens.Reset : null;
            return requests is null || tokens > requests ? tokens : requests;
        }
    }

    /// <summary>A reset: <c>6m0s</c>, <c>1h2m3.5s</c>, <c>120ms</c>, or bare seconds. Null if it is none of them.</summary>
    public static TimeSpan? ReadReset(string text)
    {
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
        {
            return seconds <= 864_000_000 ? TimeSpan.FromSeconds(seconds) : null;
        }

        var total = 0.0;
        var at = 0;
        while (at < text.Length)
        {
            var digits = at;
            while (digits < text.Length && (char.IsAsciiDigit(text[digits]) || text[digits] == '.'))
            {
                digits++;
            }

            var unit = digits;
            while (unit < text.Length && char.IsAsciiLetter(text[unit]))
            {
                unit++;
            }

            if (!double.TryParse(text.AsSpan(at, digits - at), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                || SecondsOf(text.AsSpan(digits, unit - digits)) is not { } scale)
            {
                return null;
            }

            total += number * scale;
            at = unit;
        }

        return text.Length > 0 && total <= 864_000_000 ? TimeSpan.FromSeconds(total) : null;
    }

    private static double? SecondsOf(ReadOnlySpan<char> unit) => unit switch
    {
        "ms" => 0.001,
        "s" => 1,
        "m" => 60,
        "h" => 3_600,
        "d" => 86_400,
        _ => null,
    };

    private static RateBucketHeaders Bucket(HttpResponseHeaders headers, string what) => new(
        Whole(headers, $"x-ratelimit-limit-{what}"),
        Whole(headers, $"x-ratelimit-remaining-{what}"),
        AnswerHeaders.First(headers, $"x-ratelimit-reset-{what}") is { } reset ? ReadReset(reset) : null);

    private static long? Whole(HttpResponseHeaders headers, string name) =>
        long.TryParse(AnswerHeaders.First(headers, name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;
}
