using System.Buffers;
using System.Globalization;

namespace Granary.Admission.Signals;

/// <summary>Durations as providers write them.</summary>
public static class DurationText
{
    /// <summary>Longer than anything a provider means; what is above is garbage.</summary>
    public const double LongestSeconds = 1_000_000_000;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    /// <summary>
    /// Seconds of a text: decimals with <c>h</c>, <c>m</c>, <c>s</c>, <c>ms</c>, <c>us</c>, <c>µs</c>, <c>ns</c>, without blanks, such as
    /// <c>6m0s</c> or <c>4m12.172s</c>; a bare number is seconds. Null if it is none of them, negative or absurdly long.
    /// </summary>
    public static double? Seconds(ReadOnlySpan<char> text)
    {
        if (Number(text) is { } bare)
        {
            return Sensible(bare);
        }

        var total = 0.0;
        var rest = text;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(Digits);
            if (digits <= 0 || Number(rest[..digits]) is not { } number)
            {
                return null;
            }

            rest = rest[digits..];
            var letters = rest.IndexOfAny(Digits);
            var unit = letters < 0 ? rest : rest[..letters];
            if (Scale(unit) is not { } scale)
            {
                return null;
            }

            total += number * scale;
            rest = rest[unit.Length..];
        }

        return text.IsEmpty ? null : Sensible(total);
    }

    /// <summary>A plain decimal number without sign; null if it is none.</summary>
    public static double? Number(ReadOnlySpan<char> text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private static double? Sensible(double seconds) => seconds <= LongestSeconds ? seconds : null;

    private static double? Scale(ReadOnlySpan<char> unit) => unit switch
    {
        "h" => 3_600,
        "m" => 60,
        "s" => 1,
        "ms" => 1e-3,
        "us" or "\u00b5s" or "\u03bcs" => 1e-6,
        "ns" => 1e-9,
        _ => null,
    };
}
