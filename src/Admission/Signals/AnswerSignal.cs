using Granary.Admission.Buckets;

namespace Granary.Admission.Signals;

/// <summary>What an answer means.</summary>
/// <param name="Cause">Row of the table.</param>
/// <param name="Status">The status that counts: code and type of the body decide before the one that was sent.</param>
/// <param name="Bucket">With <see cref="AnswerCause.Bucket"/>: which one ran out.</param>
/// <param name="Policy">Its name, if it has one.</param>
/// <param name="RetryAfter">How long to stay away, if the provider says so.</param>
/// <param name="KeyRejected">401 or 403: our credential is not accepted.</param>
public readonly record struct AnswerSignal(
    AnswerCause Cause, int Status, BucketKind Bucket = BucketKind.None, string? Policy = null, TimeSpan? RetryAfter = null, bool KeyRejected = false);
