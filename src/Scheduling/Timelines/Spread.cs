namespace Granary.Scheduling.Timelines;

/// <summary>How a number of durations spread, in seconds; all 0 when there is none.</summary>
/// <param name="Count">How many.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="P50">Half are at most that long.</param>
/// <param name="P95">All but a twentieth are at most that long.</param>
/// <param name="Max">The longest.</param>
public readonly record struct Spread(int Count, double Mean, double P50, double P95, double Max)
{
    /// <summary>Of the durations that are there.</summary>
    public static Spread Of(IEnumerable<double?> durations)
    {
        double[] sorted = [.. durations.OfType<double>().Order()];
        return sorted.Length == 0 ? default : new Spread(sorted.Length, sorted.Average(), At(0.5), At(0.95), sorted[^1]);

        double At(double share) => sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
    }
}
