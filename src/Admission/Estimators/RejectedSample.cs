using Granary.Admission.Buckets;

namespace Granary.Admission.Estimators;

/// <summary>A call ended without a full answer, and how that is to be read. Times in seconds.</summary>
/// <param name="Cause">What the answer means; <see cref="AnswerCause.None"/> only tells that the call has left.</param>
/// <param name="Generation">Generation of the limit at admission.</param>
/// <param name="Level">Calls of the key in flight at admission, this one included.</param>
/// <param name="InFlight">Calls in flight after it.</param>
/// <param name="Limit">Limit its agent knew at admission.</param>
/// <param name="RetryAfter">What is left of the wait the provider asked for; 0 or less: none.</param>
/// <param name="Latency">From sending to the refusal; NaN: not measured.</param>
/// <param name="Bucket">Which bucket ran out, for <see cref="AnswerCause.Bucket"/>.</param>
/// <param name="Count">How many alike it stands for.</param>
public readonly record struct RejectedSample(
    AnswerCause Cause, long Generation, int Level, int InFlight, int Limit, double RetryAfter = 0, double Latency = double.NaN,
    BucketKind Bucket = BucketKind.None, long Count = 1);
