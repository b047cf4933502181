using Granary.Admission.Buckets;
using Granary.Admission.Protocol;

namespace Granary.Admission;

/// <summary>The snake_case names of closed sets, as events, errors, metrics and views write them.</summary>
public static class AdmissionNames
{
    /// <summary>Name of a reason.</summary>
    public static string Of(DenialReason reason) => reason switch
    {
        DenialReason.HardPolicyDenial => "hard_policy_denial",
        DenialReason.Shutdown => "shutdown",
        DenialReason.Outage => "outage",
        DenialReason.Cooldown => "cooldown",
        DenialReason.NoCapacity => "no_capacity",
        DenialReason.QueuedWaitersAhead => "queued_waiters_ahead",
        DenialReason.QueueTimeout => "queue_timeout",
        DenialReason.QueueFull => "queue_full",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "no such denial reason"),
    };

    /// <summary>Name of a binding; null for none.</summary>
    public static string? Of(DenialBinding binding) => binding switch
    {
        DenialBinding.None => null,
        DenialBinding.Limit => "limit",
        DenialBinding.Cap => "cap",
        DenialBinding.Share => "share",
        DenialBinding.TenantShare => "tenant_share",
        DenialBinding.Aggregate => "aggregate",
        DenialBinding.Opening => "opening",
        DenialBinding.Requests => "requests",
        DenialBinding.Tokens => "tokens",
        _ => throw new ArgumentOutOfRangeException(nameof(binding), binding, "no such denial binding"),
    };

    /// <summary>Name of an outcome.</summary>
    public static string Of(ReleaseOutcome outcome) => outcome switch
    {
        ReleaseOutcome.Success => "success",
        ReleaseOutcome.RateLimited => "rate_limited",
        ReleaseOutcome.ProviderFailure => "provider_failure",
        ReleaseOutcome.ProviderTimeout => "provider_timeout",
        ReleaseOutcome.LocalCancelled => "local_cancelled",
        ReleaseOutcome.LocalTimeout => "local_timeout",
        ReleaseOutcome.UnexpectedException => "unexpected_exception",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "no such release outcome"),
    };

    /// <summary>Name of a release result.</summary>
    public static string Of(ReleaseResult result) => result switch
    {
        ReleaseResult.Released => "released",
        ReleaseResult.WrongGeneration => "wrong_generation",
        ReleaseResult.StaleLease => "stale_lease",
        ReleaseResult.Duplicate => "duplicate",
        ReleaseResult.UnknownLease => "unknown_lease",
        _ => throw new ArgumentOutOfRangeException(nameof(result), result, "no such release result"),
    };

    /// <summary>Name of a band.</summary>
    public static string Of(Band band) => band switch
    {
        Band.Interactive => "interactive",
        Band.Standard => "standard",
        Band.Bulk => "bulk",
        _ => throw new ArgumentOutOfRangeException(nameof(band), band, "no such band"),
    };

    /// <summary>Name of a domain.</summary>
    public static string Of(Domain domain) => domain switch
    {
        Domain.Chat => "chat",
        Domain.Embedding => "embedding",
        Domain.Image => "image",
        Domain.Healthcheck => "healthcheck",
        _ => throw new ArgumentOutOfRangeException(nameof(domain), domain, "no such domain"),
    };

    /// <summary>Name of a gate state.</summary>
    public static string Of(GateState gate) => gate switch
    {
        GateState.Open => "open",
        GateState.Outage => "outage",
        GateState.Probing => "probing",
        GateState.Closed => "closed",
        _ => throw new ArgumentOutOfRangeException(nameof(gate), gate, "no such gate state"),
    };

    /// <summary>Name of a cause.</summary>
    public static string Of(AnswerCause cause) => cause switch
    {
        AnswerCause.None => "none",
        AnswerCause.Accepted => "accepted",
        AnswerCause.Capacity => "capacity",
        AnswerCause.Unclear => "unclear",
        AnswerCause.Bucket => "bucket",
        AnswerCause.Ramp => "ramp",
        AnswerCause.Outage => "outage",
        AnswerCause.Quota => "quota",
        AnswerCause.ServerFailure => "server_failure",
        AnswerCause.ProviderTimeout => "provider_timeout",
        AnswerCause.Request => "request",
        _ => throw new ArgumentOutOfRangeException(nameof(cause), cause, "no such cause"),
    };

    /// <summary>Name of a bucket.</summary>
    public static string Of(BucketKind bucket) => bucket switch
    {
        BucketKind.None => "none",
        BucketKind.Requests => "requests",
        BucketKind.Tokens => "tokens",
        BucketKind.InputTokens => "input_tokens",
        BucketKind.OutputTokens => "output_tokens",
        _ => throw new ArgumentOutOfRangeException(nameof(bucket), bucket, "no such bucket"),
    };

    /// <summary>Name of a lending mode.</summary>
    public static string Of(LendingMode mode) => mode switch
    {
        LendingMode.Shares => "shares",
        LendingMode.Direct => "direct",
        LendingMode.Forwarded => "forwarded",
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "no such lending mode"),
    };
}
