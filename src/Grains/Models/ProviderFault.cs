using Granary.Abstractions.Models;
using Granary.Admission;
using Granary.Admission.Signals;

namespace Granary.Grains.Models;

/// <summary>How one attempt failed.</summary>
/// <param name="Kind">Row of the table of kinds.</param>
/// <param name="Outcome">What the released lease teaches.</param>
/// <param name="Message">One sentence for an operator; holds no prompt, key or text of the provider.</param>
/// <param name="Status">HTTP status, if there was one.</param>
/// <param name="RetryAfter">The provider's wish.</param>
/// <param name="Retryable">Another send may help, and the provider did not forbid it. For rate limits: the caller's band decides.</param>
/// <param name="ServerFault">Evidence of trouble at the provider.</param>
internal sealed record ProviderFault(
    ModelFailureKind Kind,
    ReleaseOutcome Outcome,
    string Message,
    int? Status = null,
    TimeSpan? RetryAfter = null,
    bool Retryable = false,
    bool ServerFault = false)
{
    /// <summary>What the answer means, finer than the outcome; nothing if there was none.</summary>
    public AnswerSignal Signal { get; init; }

    /// <summary>The answer's rate fields.</summary>
    public RateFields Rates { get; init; } = RateFields.None;

    /// <summary>No answer, or a broken one.</summary>
    public static ProviderFault Connection(string message, int? status = null) =>
        new(ModelFailureKind.ApiConnection, ReleaseOutcome.ProviderFailure, message, status, Retryable: true, ServerFault: true);

    /// <summary>The provider took too long.</summary>
    public static ProviderFault Slow(string message) => new(ModelFailureKind.Timeout, ReleaseOutcome.ProviderTimeout, message);

    /// <summary>The caller's own deadline passed while the call was out. The provider may be as well as ever.</summary>
    public static ProviderFault Deadline() =>
        new(ModelFailureKind.DeadlineExceeded, ReleaseOutcome.LocalTimeout, "The caller's deadline passed while the call was out.");

    /// <summary>The caller does not take what the provider sends.</summary>
    public static ProviderFault CallerStuck(string message) => new(ModelFailureKind.ApiError, ReleaseOutcome.LocalCancelled, message);

    /// <summary>What the caller of a model call is told.</summary>
    public ModelCallFailure ToFailure() => new(Kind, Message, Status, RetryAfter, Preserved: Kind == ModelFailureKind.RateLimit);
}
