namespace Granary.ExecutorPeers;

/// <summary>One round of one system: tasks per second, and microseconds of a round trip.</summary>
internal sealed record Measurement(double PerSecond, double P50, double P99)
{
    public static Measurement Of(List<double> microseconds, TimeSpan wall)
    {
        microseconds.Sort();
        return new Measurement(microseconds.Count / wall.TotalSeconds, microseconds[microseconds.Count / 2], microseconds[(int)(microseconds.Count * 0.99)]);
    }

    /// <summary>The median round.</summary>
    public static Measurement Median(IEnumerable<Measurement> rounds)
    {
        var all = rounds.OrderBy(static round => round.PerSecond).ToList();
        return all[all.Count / 2];
    }
}
