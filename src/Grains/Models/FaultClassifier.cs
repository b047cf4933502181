using System.Globalization;
using Granary.Abstractions.Models;
using Granary.Admission;

namespace Granary.Grains.Models;

/// <summary>
/// From what a provider answered to the kind of failure: the table of docs/providers.md, first row that applies. Pure.
/// </summary>
internal static class FaultClassifier
{
    private static readonly string[] QuotaNames =
        ["insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "billing_error", "quota_exceeded", "insufficient_balance", "account_deactivated"];

    private static readonly string[] QuotaPhrases =
        ["exceeded your current quota", "billing hard limit", "credit balance is too low", "insufficient balance", "insufficient credit"];

    private static readonly string[] ContextNames = ["context_length_exceeded", "context_window_exceeded", "string_above_max_length"];

    private static readonly string[] ContextPhrases =
        ["maximum context length", "context length", "context window", "prompt is too long", "too many input tokens"];

    private static readonly string[] ParameterNames = ["unsupported_parameter", "unsupported_value", "unknown_parameter", "invalid_parameter"];

    private static readonly string[] ParameterPhrases =
        ["unsupported parameter", "unsupported value", "unrecognized request argument", "unknown parameter", "extra fields not permitted", "extra inputs are not permitted"];

    private static readonly string[] RateNames = ["rate_limit_exceeded", "rate_limit_error", "rate_limit", "too_many_requests"];

    /// <summary>An answer with an error status.</summary>
    public static ProviderFault Of(int status, ProviderErrorObject? error, TimeSpan? retryAfter, bool mayRetry)
    {
        var kind = KindOf(status, error);
        var server = status >= 500 && kind == ModelFailureKind.InternalServer;
        var retryable = mayRetry && (kind == ModelFailureKind.RateLimit || (server && status is 502 or 503 or 504 or 529));
        var outcome = kind switch
        {
            ModelFailureKind.RateLimit => ReleaseOutcome.RateLimited,
            ModelFailureKind.Timeout => ReleaseOutcome.ProviderTimeout,
            _ => ReleaseOutcome.ProviderFailure,
        };
        return new ProviderFault(kind, outcome, Sentence(status, kind), status, retryAfter, retryable, server);
    }

    /// <summary>An error object under a status that says success.</summary>
    public static ProviderFault OfBody(int status, ProviderErrorObject error)
    {
        var kind = error.Names(QuotaNames, QuotaPhrases) ? ModelFailureKind.QuotaExceeded
            : error.Names(RateNames, []) ? ModelFailureKind.RateLimit
            : error.Names(ContextNames, []) ? ModelFailureKind.ContextWindow
            : error.Names(ParameterNames, []) ? ModelFailureKind.UnsupportedParameters
            : error.Names(["invalid_request_error"], []) ? ModelFailureKind.BadRequest
            : ModelFailureKind.ApiConnection;
        var message = string.Create(CultureInfo.InvariantCulture, $"The provider answered {status} with an error object ({ModelFailureNames.Of(kind)}).");
        return kind switch
        {
            ModelFailureKind.RateLimit => new(kind, ReleaseOutcome.RateLimited, message, status, Retryable: true),
            ModelFailureKind.ApiConnection => ProviderFault.Connection(message, status),
            _ => new(kind, ReleaseOutcome.ProviderFailure, message, status),
        };
    }

    private static ModelFailureKind KindOf(int status, ProviderErrorObject? error)
    {
        if (status == 402 || (error is { } quota && quota.Names(QuotaNames, QuotaPhrases)))
        {
            return ModelFailureKind.QuotaExceeded;
        }

        return status switch
        {
            429 => ModelFailureKind.RateLimit,
            408 => ModelFailureKind.Timeout,
            >= 500 => ModelFailureKind.InternalServer,
            401 => ModelFailureKind.Authentication,
            403 => ModelFailureKind.Permission,
            404 => ModelFailureKind.NotFound,
            413 => ModelFailureKind.ContextWindow,
            422 => ModelFailureKind.Unprocessable,
            400 when error is { } said && said.Names(ContextNames, ContextPhrases) => ModelFailureKind.ContextWindow,
            400 when error is { } said && said.Names(ParameterNames, ParameterPhrases) => ModelFailureKind.UnsupportedParameters,
            400 => ModelFailureKind.BadRequest,
            _ => ModelFailureKind.ApiError,
        };
    }

    private static string Sentence(int status, ModelFailureKind kind) =>
        string.Create(CultureInfo.InvariantCulture, $"The provider answered {status} ({ModelFailureNames.Of(kind)}).");
}
