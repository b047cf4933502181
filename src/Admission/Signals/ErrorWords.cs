using System.Globalization;
using Granary.Admission.Buckets;

namespace Granary.Admission.Signals;

/// <summary>Names and phrases by which providers say what ran short. Code and type decide before the status.</summary>
internal static class ErrorWords
{
    private static readonly string[] QuotaNames =
    [
        "insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "billing_error", "quota_exceeded", "insufficient_balance",
        "insufficient_credits", "account_deactivated", "spend_limit_reached",
    ];

    private static readonly string[] QuotaPhrases =
    [
        "exceeded your current quota", "billing hard limit", "credit balance is too low", "insufficient balance", "insufficient credit",
        "insufficient funds", "spending limit", "spend limit", "specified api usage limits",
    ];

    private static readonly string[] RateNames = ["rate_limit_exceeded", "rate_limit_error", "rate_limit", "rate_limited", "too_many_requests", "resource_exhausted"];

    private static readonly string[] OverloadNames = ["overloaded_error", "overloaded", "server_overloaded", "engine_overloaded", "model_overloaded"];

    private static readonly string[] RampNames = ["slow_down", "acceleration_limit"];

    private static readonly string[] RampPhrases =
        ["acceleration limit", "accelerat", "sudden increase", "usage increase rate", "increase your request rate too", "too steep", "ramp up"];

    private static readonly string[] PerTime =
        ["per minute", "per-minute", "per min", "per day", "per-day", "per hour", "(tpm)", "(rpm)", "(tpd)", "(rpd)", "tokens_per", "requests_per"];

    /// <summary>The account's quota, billing or spend.</summary>
    public static bool IsQuota(in ErrorText error) => error.Says(QuotaNames, QuotaPhrases);

    /// <summary>Too steep a rise.</summary>
    public static bool IsRamp(in ErrorText error) => error.Says(RampNames, RampPhrases);

    /// <summary>The bucket that code, type or text names; null if they name none.</summary>
    public static BucketKind? BucketOf(in ErrorText error)
    {
        if (error.Says(["requests", "rpm", "rpd"], []))
        {
            return BucketKind.Requests;
        }

        if (error.Says(["tokens", "tpm", "tpd"], []))
        {
            return BucketKind.Tokens;
        }

        var text = string.Join(' ', error.Code, error.Type, error.Message);
        var named = new ErrorText("", "", text);
        if (!named.Says([], PerTime))
        {
            return null;
        }

        return named.Says([], ["input token", "input_token", "input-token", "prompt token"]) ? BucketKind.InputTokens
            : named.Says([], ["output token", "output_token", "output-token", "completion token"]) ? BucketKind.OutputTokens
            : named.Says([], ["token", "tpm", "tpd"]) ? BucketKind.Tokens
            : BucketKind.Requests;
    }

    /// <summary>
    /// The status that code and type stand for; null if they say nothing. Generic types (<c>server_error</c>, <c>invalid_request_error</c>) go with
    /// several statuses and count only where the status itself says nothing: inside a 200.
    /// </summary>
    public static int? StatusOf(in ErrorText error, bool generic)
    {
        if (error.Says(RateNames, []) || error.Says(RampNames, []))
        {
            return 429;
        }

        if (error.Says(OverloadNames, []))
        {
            return 529;
        }

        if (int.TryParse(error.Code, NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is >= 400 and < 600)
        {
            return status;
        }

        return generic ? Generic(error) : null;
    }

    private static int? Generic(in ErrorText error) =>
        error.Says(["timeout_error", "timeout"], []) ? 504
        : error.Says(["authentication_error", "invalid_api_key"], []) ? 401
        : error.Says(["permission_error", "permission_denied"], []) ? 403
        : error.Says(["not_found_error", "model_not_found"], []) ? 404
        : error.Says(["request_too_large"], []) ? 413
        : error.Says(["invalid_request_error", "context_length_exceeded", "unsupported_parameter", "invalid_parameter", "unknown_parameter"], []) ? 400
        : null;
}
