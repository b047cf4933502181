using Granary.Abstractions.Models;

namespace Granary.Api.Chat;

/// <summary>Turns the end of a relay that reached nobody into the error its caller gets.</summary>
internal static class RelayErrors
{
    public static OpenAiError From(RelayResult result, RelayCall call) => result switch
    {
        { End: RelayEnd.Denied, Denial: { } denial } => Denied(denial, call),
        { Failure: { } failure } => Failed(failure),
        _ => new OpenAiError(500, "server_error", "internal", "The call ended without a reason. Please report the x-request-id of this answer."),
    };

    private static OpenAiError Denied(AdmissionRefusal denial, RelayCall call)
    {
        var facts = new GranaryErrorFacts(denial.Reason, denial.Binding, denial.Detail, denial.Position, denial.RetryAfter?.TotalMilliseconds);
        var error = denial.Reason switch
        {
            "hard_policy_denial" => OpenAiError.ModelNotFound(call.Alias),
            "cooldown" => new OpenAiError(429, "rate_limit_error", "rate_limit_exceeded", denial.Detail),
            "queue_timeout" when denial.CallerDeadline => new OpenAiError(504, "server_error", "deadline_exceeded", denial.Detail),

            // The wait ended; what the caller should do follows from what it waited for.
            "queue_timeout" when denial.BlockedBy == "cooldown" => new OpenAiError(429, "rate_limit_error", "rate_limit_exceeded", denial.Detail),
            "queue_timeout" when denial.BlockedBy == "outage" => new OpenAiError(503, "server_error", "provider_unavailable", denial.Detail),
            "queue_full" => new OpenAiError(503, "server_error", "queue_full", denial.Detail),
            "outage" => new OpenAiError(503, "server_error", "provider_unavailable", denial.Detail),
            "shutdown" => new OpenAiError(503, "server_error", "unavailable", denial.Detail),
            _ => new OpenAiError(503, "server_error", "no_capacity", denial.Detail),
        };
        return error with { Granary = facts, RetryAfter = error.Never ? null : denial.RetryAfter };
    }

    private static OpenAiError Failed(ModelCallFailure failure) => failure.Kind switch
    {
        ModelFailureKind.HardPolicyDenial => new(404, "invalid_request_error", "model_not_found", failure.Message, "model") { Never = true },
        ModelFailureKind.RateLimit => new(429, "rate_limit_error", "rate_limit_exceeded", failure.Message) { RetryAfter = failure.RetryAfter },
        ModelFailureKind.DeadlineExceeded => new(504, "server_error", "deadline_exceeded", failure.Message) { RetryAfter = failure.RetryAfter },
        ModelFailureKind.Timeout => new(504, "server_error", "provider_timeout", failure.Message) { RetryAfter = failure.RetryAfter },
        ModelFailureKind.RequestAdmissionTimeout => new(503, "server_error", "no_capacity", failure.Message) { RetryAfter = failure.RetryAfter },
        ModelFailureKind.Shutdown => new(503, "server_error", "unavailable", failure.Message) { RetryAfter = TimeSpan.FromSeconds(1) },
        ModelFailureKind.QuotaExceeded => new(503, "server_error", "provider_quota", failure.Message) { Never = true },
        ModelFailureKind.Authentication or ModelFailureKind.Permission =>
            new(502, "server_error", "provider_credentials", failure.Message) { Never = true },
        _ => new(502, "server_error", "provider_failure", failure.Message) { RetryAfter = failure.RetryAfter },
    };
}
