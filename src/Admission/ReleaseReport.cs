using Granary.Admission.Buckets;
using Granary.Admission.Signals;

namespace Granary.Admission;

/// <summary>What was learned from a call, given with its release.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="RetryAfter">The provider's wish, if it sent a usable one; zero or negative counts as none.</param>
/// <param name="ServerFault">A provider failure that is evidence of trouble: 5xx, connection, broken stream, none given.</param>
/// <param name="Latency">From sending to the last byte; zero if nothing was sent.</param>
/// <param name="FirstByte">From sending to the first byte of a streamed answer; null for plain calls.</param>
/// <param name="InputTokens">As the provider reported, else 0.</param>
/// <param name="OutputTokens">As the provider reported, else 0.</param>
/// <param name="Cause">What the answer means, finer than the outcome; none: see <see cref="Meaning"/>.</param>
/// <param name="Bucket">Which bucket ran out, where the cause says that one did.</param>
/// <param name="Rates">Rate fields of the answer, unless they were reported with its headers; null: none.</param>
public readonly record struct ReleaseReport(
    ReleaseOutcome Outcome,
    TimeSpan? RetryAfter = null,
    bool ServerFault = false,
    TimeSpan Latency = default,
    TimeSpan? FirstByte = null,
    long InputTokens = 0,
    long OutputTokens = 0,
    AnswerCause Cause = AnswerCause.None,
    BucketKind Bucket = BucketKind.None,
    RateFields? Rates = null)
{
    /// <summary>The cause, or what the outcome says where nobody named one.</summary>
    public AnswerCause Meaning => Cause != AnswerCause.None ? Cause : Outcome switch
    {
        ReleaseOutcome.RateLimited => AnswerCause.Capacity,
        ReleaseOutcome.ProviderTimeout => AnswerCause.ProviderTimeout,
        ReleaseOutcome.ProviderFailure => ServerFault ? AnswerCause.ServerFailure : AnswerCause.Request,
        _ => AnswerCause.None,
    };

    /// <summary>A complete answer.</summary>
    public static ReleaseReport Succeeded(TimeSpan latency) => new(ReleaseOutcome.Success, Latency: latency);

    /// <summary>A refusal for load.</summary>
    public static ReleaseReport RateLimited(TimeSpan? retryAfter = null) => new(ReleaseOutcome.RateLimited, retryAfter);

    /// <summary>The caller gave up.</summary>
    public static ReleaseReport Cancelled { get; } = new(ReleaseOutcome.LocalCancelled);
}
