using Granary.Admission.Estimators;

namespace Granary.Admission.Tests.Estimators;

/// <summary>One estimator with leases taken under it.</summary>
internal sealed class AimdRig(AimdSettings settings, int cap)
{
    private readonly List<EstimatorEffect> _effects = [];

    public AimdEstimator Estimator { get; } = new(settings, cap, 0);

    public int Limit => Estimator.Limit;

    public int InFlight { get; private set; }

    public IReadOnlyList<EstimatorEffect> Effects => _effects;

    public (int Limit, long Generation) Take(double now)
    {
        InFlight++;
        return (Estimator.Look(now), Estimator.Generation);
    }

    public void Give((int Limit, long Generation) lease, ReleaseReport report, double now)
    {
        InFlight--;
        Learn(Estimator, lease, report, InFlight, now, _effects);
    }

    public int Call(ReleaseReport report, double now)
    {
        Give(Take(now), report, now);
        return Limit;
    }

    public int[] Calls(int count, ReleaseReport report, double now) => [.. Enumerable.Range(0, count).Select(_ => Call(report, now))];

    public void Forget() => _effects.Clear();

    /// <summary>A release as the samples an estimator gets of it.</summary>
    public static void Learn(
        ILimitEstimator estimator, (int Limit, long Generation) lease, ReleaseReport report, int inFlight, double now, ICollection<EstimatorEffect> effects)
    {
        if (report.Outcome == ReleaseOutcome.Success)
        {
            estimator.Completed(
                new CompletedSample(lease.Generation, lease.Limit, inFlight, true, now < estimator.BlockedUntil, report.Latency.TotalSeconds), now, effects);
        }
        else if (report.Outcome is not (ReleaseOutcome.LocalCancelled or ReleaseOutcome.LocalTimeout))
        {
            estimator.Rejected(
                new RejectedSample(report.Meaning, lease.Generation, lease.Limit, inFlight, lease.Limit, report.RetryAfter?.TotalSeconds ?? 0), now, effects);
        }
    }
}
