using System.Diagnostics;
using Granary.Admission;
using Granary.Admission.Estimators;

namespace Granary.Tournament;

/// <summary>What a sample costs, roughly: no warm statistics, but the order of magnitude and whether anything is allocated.</summary>
internal static class SampleCost
{
    private const int Rounds = 500_000;

    /// <summary>Nanoseconds and bytes per sample: accepts and completions, and one call of fifty refused.</summary>
    public static (double Nanoseconds, double Bytes) Of(ILimitEstimator estimator)
    {
        var effects = new List<EstimatorEffect>(64);
        Run(estimator, effects, 0);
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.GetTimestamp();
        Run(estimator, effects, 1000);
        var elapsed = Stopwatch.GetElapsedTime(watch);
        return (elapsed.TotalNanoseconds / (2.0 * Rounds), (GC.GetAllocatedBytesForCurrentThread() - bytes) / (2.0 * Rounds));
    }

    private static void Run(ILimitEstimator estimator, List<EstimatorEffect> effects, double from)
    {
        for (var i = 0; i < Rounds; i++)
        {
            effects.Clear();
            var now = from + (i * 0.001);
            var limit = estimator.Limit;
            if (i % 50 == 49)
            {
                estimator.Rejected(new RejectedSample(AnswerCause.Capacity, estimator.Generation, limit, limit - 1, limit, 0, 0.15), now, effects);
            }
            else
            {
                estimator.Accepted(new AcceptedSample(estimator.Generation, limit, limit, limit, true), now, effects);
            }

            estimator.Completed(new CompletedSample(estimator.Generation, limit, limit - 1, true, false, 1), now, effects);
        }
    }
}
