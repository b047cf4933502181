using Granary.Abstractions.Models;

namespace Granary.Grains.Steps.Conversations;

/// <summary>Failures of model calls as failures of cells.</summary>
internal static class ModelFailures
{
    /// <summary>The failure of the cell.</summary>
    public static StepFailure Of(ModelCallFailure failure) =>
        new(Word(failure.Kind), IsRetryable(failure.Kind), failure.Preserved, failure.RetryAfter, failure.Message);

    /// <summary>The snake_case name of a kind.</summary>
    public static string Word(ModelFailureKind kind) => kind switch
    {
        ModelFailureKind.QuotaExceeded => "quota_exceeded",
        ModelFailureKind.RateLimit => "rate_limit",
        ModelFailureKind.Timeout => StepFailureKinds.Timeout,
        ModelFailureKind.ApiConnection => "api_connection",
        ModelFailureKind.InternalServer => "internal_server",
        ModelFailureKind.Authentication => "authentication",
        ModelFailureKind.Permission => "permission",
        ModelFailureKind.NotFound => "not_found",
        ModelFailureKind.ContextWindow => "context_window",
        ModelFailureKind.Unprocessable => "unprocessable",
        ModelFailureKind.BadRequest => "bad_request",
        ModelFailureKind.UnsupportedParameters => "unsupported_parameters",
        ModelFailureKind.ApiError => "api_error",
        ModelFailureKind.RequestAdmissionTimeout => "request_admission_timeout",
        ModelFailureKind.HardPolicyDenial => "hard_policy_denial",
        ModelFailureKind.Shutdown => "shutdown",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, message: null),
    };

    /// <summary>Another try may succeed.</summary>
    public static bool IsRetryable(ModelFailureKind kind) => kind
        is ModelFailureKind.RateLimit or ModelFailureKind.Timeout or ModelFailureKind.ApiConnection or ModelFailureKind.InternalServer
        or ModelFailureKind.RequestAdmissionTimeout or ModelFailureKind.Shutdown;
}
