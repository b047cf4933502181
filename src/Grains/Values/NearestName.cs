namespace Granary.Grains.Values;

/// <summary>Finds what a misspelt name was probably meant to be.</summary>
internal static class NearestName
{
    private const int MostListed = 20;

    /// <summary>The nearest of the valid names, or null when none is near.</summary>
    public static string? Of(string name, IEnumerable<string> valid)
    {
        var bound = Math.Max(1, Math.Min(name.Length, 24) / 3);
        string? nearest = null;
        var least = bound + 1;
        foreach (var candidate in valid)
        {
            if (Math.Abs(candidate.Length - name.Length) >= least)
            {
                continue;
            }

            var distance = string.Equals(candidate, name, StringComparison.OrdinalIgnoreCase) ? 0 : Distance(name, candidate);
            if (distance < least)
            {
                (nearest, least) = (candidate, distance);
            }
        }

        return nearest;
    }

    /// <summary>A remedy: the nearest name if one is near, and the valid ones as far as they are few.</summary>
    public static string Hint(string name, IEnumerable<string> valid, string what)
    {
        var all = valid.ToList();
        var nearest = Of(name, all);
        var list = all.Count == 0 ? $"There are no {what}." : $"Valid {what}: {string.Join(", ", all.Take(MostListed))}{(all.Count > MostListed ? ", …" : string.Empty)}.";
        return nearest is null ? list : $"Did you mean `{nearest}`? {list}";
    }

    // Optimal string alignment: insert, delete, replace, swap of neighbours. Names are bounded by their caller, so the table is small.
    private static int Distance(string left, string right)
    {
        var (before, last, now) = (new int[right.Length + 1], new int[right.Length + 1], new int[right.Length + 1]);
        for (var j = 0; j <= right.Length; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            now[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var cost = char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]) ? 0 : 1;
                now[j] = Math.Min(Math.Min(now[j - 1], last[j]) + 1, last[j - 1] + cost);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    now[j] = Math.Min(now[j], before[j - 2] + 1);
                }
            }

            (before, last, now) = (last, now, before);
        }

        return last[right.Length];
    }
}
