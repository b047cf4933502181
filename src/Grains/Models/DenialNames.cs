using Granary.Abstractions.Models;
using Granary.Admission;

namespace Granary.Grains.Models;

/// <summary>What a denial is called outside the admission core, and which failure it is to a caller.</summary>
internal static class DenialNames
{
    public static string Of(DenialReason reason) => reason switch
    {
        DenialReason.HardPolicyDenial => "hard_policy_denial",
        DenialReason.Shutdown => "shutdown",
        DenialReason.Cooldown => "cooldown",
        DenialReason.NoCapacity => "no_capacity",
        DenialReason.QueuedWaitersAhead => "queued_waiters_ahead",
        DenialReason.QueueTimeout => "queue_timeout",
        DenialReason.QueueFull => "queue_full",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "no such denial reason"),
    };

    public static string? Of(DenialBinding binding) => binding switch
    {
        DenialBinding.None => null,
        DenialBinding.Limit => "limit",
        DenialBinding.Cap => "cap",
        DenialBinding.Share => "share",
        DenialBinding.Aggregate => "aggregate",
        DenialBinding.Opening => "opening",
        _ => throw new ArgumentOutOfRangeException(nameof(binding), binding, "no such denial binding"),
    };

    public static AdmissionRefusal Refusal(AdmissionDenial denial) =>
        new(Of(denial.Reason), Of(denial.Binding), denial.Detail, denial.RetryAfter, denial.Position);

    /// <summary>A denial says nothing about the call itself, so trying later never exhausts a task; only a policy stays what it is.</summary>
    public static ModelCallFailure Failure(AdmissionDenial denial) => denial.Reason switch
    {
        DenialReason.HardPolicyDenial => new(ModelFailureKind.HardPolicyDenial, denial.Detail),
        DenialReason.Shutdown => new(ModelFailureKind.Shutdown, denial.Detail, RetryAfter: denial.RetryAfter, Preserved: true),
        DenialReason.QueueTimeout => new(ModelFailureKind.RequestAdmissionTimeout, denial.Detail, RetryAfter: denial.RetryAfter, Preserved: true),
        _ => new(ModelFailureKind.Timeout, denial.Detail, RetryAfter: denial.RetryAfter, Preserved: true),
    };
}
