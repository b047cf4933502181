using System.Globalization;

namespace Granary.Api.Runs;

/// <summary>A range of result rows, both ends included.</summary>
internal readonly record struct RowRange(long First, long Last)
{
    /// <summary>Every row.</summary>
    public static RowRange All => new(0, long.MaxValue);

    /// <summary>Reads <c>0-999</c>; null or empty is every row.</summary>
    public static bool TryParse(string? text, out RowRange range)
    {
        range = All;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        var dash = text.IndexOf('-', StringComparison.Ordinal);
        if (dash <= 0
            || !long.TryParse(text.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            || !long.TryParse(text.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            || last < first)
        {
            return false;
        }

        range = new RowRange(first, last);
        return true;
    }
}
