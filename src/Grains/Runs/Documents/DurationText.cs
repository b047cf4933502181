using System.Globalization;

namespace Granary.Grains.Runs.Documents;

/// <summary>Durations as documents write them: numbers with units, largest first: <c>250ms</c>, <c>15m</c>, <c>1h30m</c>, <c>2d</c>.</summary>
internal static class DurationText
{
    private static readonly (string Unit, double Milliseconds)[] Units =
        [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

    /// <summary>Reads one.</summary>
    public static bool TryRead(string text, out TimeSpan duration)
    {
        duration = default;
        var (at, next, total) = (0, 0, 0.0);
        while (at < text.Length)
        {
            var start = at;
            while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] == '.'))
            {
                at++;
            }

            var unitStart = at;
            while (at < text.Length && char.IsAsciiLetter(text[at]))
            {
                at++;
            }

            var unit = Array.FindIndex(Units, next, u => text.AsSpan(unitStart, at - unitStart).SequenceEqual(u.Unit));
            if (unit < 0 || !double.TryParse(text.AsSpan(start, unitStart - start), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
            {
                return false;
            }

            total += amount * Units[unit].Milliseconds;
            next = unit + 1;
        }

        if (text.Length == 0 || total > TimeSpan.FromDays(3650).TotalMilliseconds)
        {
            return false;
        }

        duration = TimeSpan.FromMilliseconds(total);
        return true;
    }

    /// <summary>The shortest form.</summary>
    public static string Write(TimeSpan duration)
    {
        var left = (long)duration.TotalMilliseconds;
        var parts = new List<string>();
        foreach (var (unit, milliseconds) in Units)
        {
            var amount = left / (long)milliseconds;
            if (amount > 0)
            {
                parts.Add(amount.ToString(CultureInfo.InvariantCulture) + unit);
                left -= amount * (long)milliseconds;
            }
        }

        return parts.Count == 0 ? "0s" : string.Concat(parts);
    }
}
