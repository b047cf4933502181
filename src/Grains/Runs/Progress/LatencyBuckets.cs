using System.Collections.Immutable;

namespace Granary.Grains.Runs.Progress;

/// <summary>Latencies counted in 64 buckets, each 1.25 times as wide as the one before, from 1 ms to about 20 min: 12 % error at most.</summary>
internal static class LatencyBuckets
{
    public const int Count = 64;

    private const double Growth = 1.25;

    public static int IndexOf(TimeSpan latency)
    {
        var milliseconds = latency.TotalMilliseconds;
        return milliseconds <= 1 ? 0 : Math.Min(Count - 1, (int)Math.Ceiling(Math.Log(milliseconds, Growth)));
    }

    /// <summary>Adds counts; an empty array counts nothing.</summary>
    public static void Add(Span<long> total, ImmutableArray<int> counts)
    {
        if (counts.IsDefaultOrEmpty)
        {
            return;
        }

        for (var i = 0; i < counts.Length && i < total.Length; i++)
        {
            total[i] += counts[i];
        }
    }

    /// <summary>The middle of the bucket that holds the median, in milliseconds; 0 without counts.</summary>
    public static double MedianMilliseconds(ReadOnlySpan<long> counts)
    {
        long all = 0;
        foreach (var count in counts)
        {
            all += count;
        }

        long seen = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            seen += counts[i];
            if (seen > 0 && seen * 2 >= all)
            {
                return i == 0 ? 1 : Math.Round(Math.Pow(Growth, i - 0.5), 1);
            }
        }

        return 0;
    }
}
