using Granary.Abstractions.Models;
using Granary.Grains.Models;

namespace Granary.Grains.Steps.Conversations;

/// <summary>Failures of model calls as failures of cells.</summary>
internal static class ModelFailures
{
    /// <summary>The failure of the cell.</summary>
    public static StepFailure Of(ModelCallFailure failure) =>
        new(ModelFailureNames.Of(failure.Kind), IsRetryable(failure.Kind), failure.Preserved, failure.RetryAfter, failure.Message);

    /// <summary>Another try may succeed.</summary>
    public static bool IsRetryable(ModelFailureKind kind) => kind
        is ModelFailureKind.RateLimit or ModelFailureKind.Timeout or ModelFailureKind.ApiConnection or ModelFailureKind.InternalServer
        or ModelFailureKind.RequestAdmissionTimeout or ModelFailureKind.Shutdown or ModelFailureKind.DeadlineExceeded;
}
