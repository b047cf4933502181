namespace Granary.Grains.Events;

/// <summary>The names of <see cref="RequestEventKind"/> in event streams.</summary>
internal static class RequestEventKindNames
{
    /// <summary>snake_case name; never renamed.</summary>
    public static string Name(this RequestEventKind kind) => kind switch
    {
        RequestEventKind.RequestWaitStarted => "request_wait_started",
        RequestEventKind.RequestWaitCompleted => "request_wait_completed",
        RequestEventKind.RequestAcquireDenied => "request_acquire_denied",
        RequestEventKind.RequestWaitCancelled => "request_wait_cancelled",
        RequestEventKind.RequestLeaseAcquired => "request_lease_acquired",
        RequestEventKind.ModelRequestStarted => "model_request_started",
        RequestEventKind.RequestLeaseReleased => "request_lease_released",
        RequestEventKind.ModelRequestCompleted => "model_request_completed",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not an event kind."),
    };
}
