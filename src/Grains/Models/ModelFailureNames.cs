using Granary.Abstractions.Models;

namespace Granary.Grains.Models;

/// <summary>The snake_case names of failure kinds, as metrics, dropped rows and logs write them.</summary>
internal static class ModelFailureNames
{
    public static string Of(ModelFailureKind kind) => kind switch
    {
        ModelFailureKind.QuotaExceeded => "quota_exceeded",
        ModelFailureKind.RateLimit => "rate_limit",
        ModelFailureKind.Timeout => "timeout",
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
        ModelFailureKind.DeadlineExceeded => "deadline_exceeded",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no such failure kind"),
    };
}
