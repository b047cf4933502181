namespace Granary.Grains.Runs.Progress;

/// <summary>
/// The least time that a run can take at present rates: its slowest endpoint with all places its own, every call answered at once and right. Whoever promises
/// less promises what cannot be; more may well be needed. Pure.
/// </summary>
/// <param name="Least">The time; null: no endpoint has been called of late, so nothing is known.</param>
/// <param name="Basis">Which endpoint, how many calls, at which rate.</param>
internal sealed record LeastTime(TimeSpan? Least, string Basis)
{
    private static readonly double _most = TimeSpan.FromDays(36_500).TotalSeconds;

    /// <summary>The least time over all endpoints.</summary>
    public static LeastTime Of(IEnumerable<EndpointWork> endpoints)
    {
        var least = new LeastTime(null, "no alias of the run was called in the last minute");
        foreach (var work in endpoints)
        {
            if (work is not { Calls: > 0, ServiceTime: { } time })
            {
                continue;
            }

            var perSecond = Math.Max(1, work.Places) / Math.Max(time.TotalSeconds, 0.000_001);
            var span = TimeSpan.FromSeconds(Math.Min(_most, (work.Calls / perSecond) + work.Blocked.TotalSeconds));
            if (least.Least is null || span > least.Least)
            {
                least = new LeastTime(span, FormattableString.Invariant($"alias {work.Alias}: {work.Calls} calls at no more than {perSecond:0.##}/s now"));
            }
        }

        return least;
    }
}
