using Granary.Admission.Protocol;

namespace Granary.Admission.Estimators;

/// <summary>
/// The order in which a batch is learned: accepts (oldest generation first), refusals for capacity by rising level, other rejections,
/// completions. Reports of many agents then give the same result whatever the order of events inside them was.
/// </summary>
internal static class EvidenceOrder
{
    public static void Learn(ILimitEstimator estimator, EvidenceBatch batch, double now, ICollection<EstimatorEffect> effects)
    {
        foreach (var sample in batch.Accepts.OrderBy(static a => a.Generation))
        {
            estimator.Accepted(sample, now, effects);
        }

        foreach (var sample in batch.Rejections.Where(static r => r.Cause == AnswerCause.Capacity).OrderBy(static r => r.Level))
        {
            estimator.Rejected(sample, now, effects);
        }

        foreach (var sample in batch.Rejections)
        {
            if (sample.Cause != AnswerCause.Capacity)
            {
                estimator.Rejected(sample, now, effects);
            }
        }

        foreach (var sample in batch.Completions)
        {
            estimator.Completed(sample, now, effects);
        }
    }
}
