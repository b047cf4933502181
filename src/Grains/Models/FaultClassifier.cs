using System.Globalization;
using Granary.Abstractions.Models;
using Granary.Admission;
using Granary.Admission.Signals;

namespace Granary.Grains.Models;

/// <summary>
/// From what an answer means (<see cref="AnswerJudge"/>) to the kind of failure and what becomes of the call: the table of docs/providers.md. Pure.
/// </summary>
internal static class FaultClassifier
{
    private static readonly string[] ContextNames = ["context_length_exceeded", "context_window_exceeded", "string_above_max_length"];

    private static readonly string[] ContextPhrases =
        ["maximum context length", "context length", "context window", "prompt is too long", "too many input tokens"];

    private static readonly string[] ParameterNames = ["unsupported_parameter", "unsupported_value", "unknown_parameter", "invalid_parameter"];

    private static readonly string[] ParameterPhrases =
        ["unsupported parameter", "unsupported value", "unrecognized request argument", "unknown parameter", "extra fields not permitted", "extra inputs are not permitted"];

    /// <summary>An answer with an error status, or an error object under one that says success.</summary>
    public static ProviderFault Of(in ProviderAnswer answer, bool mayRetry)
    {
        var signal = AnswerJudge.Judge(answer);
        var kind = KindOf(signal, answer.Error);
        var again = kind is ModelFailureKind.RateLimit or ModelFailureKind.ApiConnection
            || (kind == ModelFailureKind.InternalServer && signal.Status is 502 or 503 or 504 or 529);
        var outcome = kind switch
        {
            ModelFailureKind.RateLimit => ReleaseOutcome.RateLimited,
            ModelFailureKind.Timeout => ReleaseOutcome.ProviderTimeout,
            _ => ReleaseOutcome.ProviderFailure,
        };
        var server = kind is ModelFailureKind.InternalServer or ModelFailureKind.ApiConnection;
        return new ProviderFault(kind, outcome, Sentence(answer.Status, kind), answer.Status, answer.RetryAfter, mayRetry && again, server)
        {
            Signal = signal,
            Rates = answer.Rates,
        };
    }

    private static ModelFailureKind KindOf(in AnswerSignal signal, ErrorText? error) => signal.Cause switch
    {
        AnswerCause.Quota => ModelFailureKind.QuotaExceeded,
        AnswerCause.Capacity or AnswerCause.Unclear or AnswerCause.Bucket or AnswerCause.Ramp => ModelFailureKind.RateLimit,
        AnswerCause.Outage => signal.Status == 429 ? ModelFailureKind.RateLimit : ModelFailureKind.InternalServer,
        AnswerCause.ProviderTimeout => ModelFailureKind.Timeout,
        AnswerCause.ServerFailure => signal.Status >= 500 ? ModelFailureKind.InternalServer : ModelFailureKind.ApiConnection,
        _ => signal.Status switch
        {
            401 => ModelFailureKind.Authentication,
            403 => ModelFailureKind.Permission,
            404 => ModelFailureKind.NotFound,
            413 => ModelFailureKind.ContextWindow,
            422 => ModelFailureKind.Unprocessable,
            400 when error is { } said && said.Says(ContextNames, ContextPhrases) => ModelFailureKind.ContextWindow,
            400 when error is { } said && said.Says(ParameterNames, ParameterPhrases) => ModelFailureKind.UnsupportedParameters,
            400 => ModelFailureKind.BadRequest,
            _ => ModelFailureKind.ApiError,
        },
    };

    private static string Sentence(int status, ModelFailureKind kind)
    {
        var body = status is >= 200 and < 300 ? " with an error object" : string.Empty;
        return string.Create(CultureInfo.InvariantCulture, $"The provider answered {status}{body} ({ModelFailureNames.Of(kind)}).");
    }
}
