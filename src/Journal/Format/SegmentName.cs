using System.Globalization;

namespace Granary.Journal.Format;

/// <summary>Names of segment files: the first sequence as 20 decimal digits and <c>.seg</c>, so that order by name is order by sequence.</summary>
internal static class SegmentName
{
    private const int Digits = 20;
    private const string Extension = ".seg";

    public static string Of(long firstSequence) => firstSequence.ToString("D20", CultureInfo.InvariantCulture) + Extension;

    public static bool TryParse(string name, out long firstSequence)
    {
        firstSequence = 0;
        return name.Length == Digits + Extension.Length
            && name.EndsWith(Extension, StringComparison.Ordinal)
            && long.TryParse(name.AsSpan(0, Digits), NumberStyles.None, CultureInfo.InvariantCulture, out firstSequence)
            && firstSequence > 0;
    }
}
