using System.Globalization;

namespace Granary.Grains.Providers;

/// <summary>Durations as documents and headers write them: a number and a unit, <c>250ms</c>, <c>1.5s</c>, <c>10m</c>, <c>2h</c>, <c>1d</c>.</summary>
internal static class DurationText
{
    private static readonly (string Unit, double Milliseconds)[] Units =
        [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)];

    /// <summary>Reads one; never negative, at most 10,000 days. A bare <c>0</c> needs no unit.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        if (text is "0")
        {
            return true;
        }

        var digits = text.Length;
        while (digits > 0 && char.IsAsciiLetterLower(text[digits - 1]))
        {
            digits--;
        }

        foreach (var (unit, milliseconds) in Units)
        {
            if (text[digits..].SequenceEqual(unit))
            {
                var read = double.TryParse(text[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number);
                if (!read || number * milliseconds > 864_000_000_000)
                {
                    return false;
                }

                duration = TimeSpan.FromTicks((long)Math.Round(number * milliseconds * TimeSpan.TicksPerMillisecond));
                return true;
            }
        }

        return false;
    }

    /// <summary>Writes one, in the largest unit that needs no decimals.</summary>
    public static string Format(TimeSpan duration)
    {
        var milliseconds = duration.TotalMilliseconds;
        for (var i = Units.Length - 1; i > 0; i--)
        {
            if (milliseconds >= Units[i].Milliseconds && milliseconds % Units[i].Milliseconds == 0)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{milliseconds / Units[i].Milliseconds}{Units[i].Unit}");
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{milliseconds}ms");
    }
}
