using System.Globalization;

namespace Granary.Executors;

/// <summary>Reads a list of CPUs as the kernel writes it: <c>0,2-3</c>.</summary>
internal static class CpuSet
{
    private const int Highest = 63;

    /// <summary>One bit per CPU; null if the text is not such a list of numbers from 0 to 63.</summary>
    public static ulong? Parse(string text)
    {
        ulong mask = 0;
        foreach (var part in text.Split(','))
        {
            var ends = part.Split('-');
            if (ends.Length > 2 || !Number(ends[0], out var first) || !Number(ends[^1], out var last) || last < first)
            {
                return null;
            }

            for (var cpu = first; cpu <= last; cpu++)
            {
                mask |= 1UL << cpu;
            }
        }

        return mask;
    }

    private static bool Number(string text, out int cpu) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out cpu) && cpu <= Highest;
}
