using Granary.Abstractions.Capacity;
using Granary.Admission;
using Granary.Admission.Buckets;
using Granary.Admission.Estimators;
using Granary.Admission.Protocol;

namespace Granary.Grains.Capacity;

/// <summary>The one place where evidence changes between its pure form and the wire.</summary>
internal static class CapacityEvidenceWire
{
    public static CapacityEvidence ToWire(EvidenceBatch batch) => new(
        batch.Sequence,
        [.. batch.Accepts.Select(static a => new CapacityAccepted(a.Generation, a.Level, a.InFlight, a.Limit, a.Bound, a.Count, a.Presumed))],
        [.. batch.Rejections.Select(static r => new CapacityRejected(
            (int)r.Cause, r.Generation, r.Level, r.InFlight, r.Limit, r.RetryAfter, r.Latency, (int)r.Bucket, r.Count))],
        [.. batch.Completions.Select(static c => new CapacityCompleted(
            c.Generation, c.Level, c.InFlight, c.Bound, c.InBlock, c.Latency, c.FirstByte, c.OutputTokens, c.Count))]);

    public static EvidenceBatch FromWire(CapacityEvidence wire) => new(
        wire.Sequence,
        [.. wire.Accepts.Select(static a => new AcceptedSample(a.Generation, a.Level, a.InFlight, a.Limit, a.Bound, a.Count, a.Presumed))],
        [.. wire.Rejections.Select(static r => new RejectedSample(
            (AnswerCause)r.Cause, r.Generation, r.Level, r.InFlight, r.Limit, r.RetryAfter, r.Latency, (BucketKind)r.Bucket, r.Count))],
        [.. wire.Completions.Select(static c => new CompletedSample(
            c.Generation, c.Level, c.InFlight, c.Bound, c.InBlock, c.Latency, c.FirstByte, c.OutputTokens, c.Count))]);
}
