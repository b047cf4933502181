using System.Text;

namespace Granary.Grains.Values;

/// <summary>Text by characters a reader would count, the same in templates and expressions.</summary>
internal static class DataText
{
    /// <summary>Unicode characters (scalar values), not UTF-16 units.</summary>
    public static int Length(string text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
        {
            count++;
        }

        return count;
    }

    /// <summary>The first so many characters; pairs are never cut.</summary>
    public static string Truncate(string text, long characters)
    {
        var (count, units) = (0L, 0);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (count++ == characters)
            {
                return text[..units];
            }

            units += rune.Utf16SequenceLength;
        }

        return text;
    }
}
