using Granary.Abstractions.Models;
using Granary.Admission;

namespace Granary.Grains.Models;

/// <summary>What a denial is called outside the admission core, and which failure it is to a caller.</summary>
internal static class DenialNames
{
    public static AdmissionRefusal Refusal(AdmissionDenial denial) =>
        new(
        AdmissionNames.Of(denial.Reason), AdmissionNames.Of(denial.Binding), denial.Detail, denial.RetryAfter, denial.Position,
        AdmissionNames.Of(denial.BlockedBy), denial.CallerDeadline);

    /// <summary>A denial says nothing about the call itself, so trying later never exhausts a task; only a policy stays what it is.</summary>
    public static ModelCallFailure Failure(AdmissionDenial denial) => denial.Reason switch
    {
        DenialReason.HardPolicyDenial => new(ModelFailureKind.HardPolicyDenial, denial.Detail),
        DenialReason.Shutdown => new(ModelFailureKind.Shutdown, denial.Detail, RetryAfter: denial.RetryAfter, Preserved: true),
        DenialReason.QueueTimeout when denial.CallerDeadline =>
            new(ModelFailureKind.DeadlineExceeded, denial.Detail, RetryAfter: denial.RetryAfter, Preserved: true),
        DenialReason.QueueTimeout => new(ModelFailureKind.RequestAdmissionTimeout, denial.Detail, RetryAfter: denial.RetryAfter, Preserved: true),
        _ => new(ModelFailureKind.Timeout, denial.Detail, RetryAfter: denial.RetryAfter, Preserved: true),
    };
}
