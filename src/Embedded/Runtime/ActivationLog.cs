using Microsoft.Extensions.Logging;

namespace Granary.Embedded.Runtime;

/// <summary>Log of activations.</summary>
internal static partial class ActivationLog
{
    [LoggerMessage(9110, LogLevel.Debug, "{Activation} is active")]
    public static partial void Activated(ILogger log, Activation activation);

    [LoggerMessage(9111, LogLevel.Warning, "{Activation} could not be activated")]
    public static partial void ActivationFailed(ILogger log, Activation activation, Exception error);

    [LoggerMessage(9112, LogLevel.Debug, "{Activation} ended: {Reason}")]
    public static partial void Deactivated(ILogger log, Activation activation, DeactivationReason reason);

    [LoggerMessage(9113, LogLevel.Warning, "Deactivating {Activation} failed; it ends all the same")]
    public static partial void DeactivationFailed(ILogger log, Activation activation, Exception error);

    [LoggerMessage(9114, LogLevel.Warning, "{Method} of {Activation} failed, and nobody waits for the answer")]
    public static partial void OneWayFailed(ILogger log, string method, Activation activation, Exception error);

    [LoggerMessage(9115, LogLevel.Warning, "{Activation} ends: a state of it was written by somebody else")]
    public static partial void Inconsistent(ILogger log, Activation activation, Exception error);

    [LoggerMessage(9116, LogLevel.Error, "The MayInterleave predicate of {Activation} failed; the call waits")]
    public static partial void PredicateFailed(ILogger log, Activation activation, Exception error);

    [LoggerMessage(9118, LogLevel.Warning, "A cancellation callback in {Activation} failed")]
    public static partial void CancellationFailed(ILogger log, Activation activation, Exception error);
}
