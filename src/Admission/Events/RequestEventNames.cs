namespace Granary.Admission.Events;

/// <summary>The names of kinds in files, streams and metrics. Versioned: kinds may be added, never renamed.</summary>
public static class RequestEventNames
{
    private static readonly string[] Names =
    [
        "request_resource_registered", "request_effective_cap_changed", "request_queue_formed", "request_queue_drained", "request_wait_started",
        "request_wait_completed", "request_wait_timeout", "request_wait_cancelled", "request_acquire_denied", "request_lease_acquired",
        "request_lease_released", "model_request_started", "model_request_completed", "request_rate_limited", "request_limit_decreased",
        "request_limit_increased", "request_soft_ceiling_recovered", "request_fully_recovered", "request_release_diagnostic",
        "request_gate_changed", "request_reopening_started", "request_lease_expired", "request_retry_scheduled",
        "request_retry_budget_exhausted", "request_share_changed", "request_mode_changed",
    ];

    /// <summary>How many kinds there are.</summary>
    public static int Count => Names.Length;

    /// <summary>Name of a kind.</summary>
    public static string Of(RequestEventKind kind) => Names[(int)kind];

    /// <summary>The kind of that name; null if there is none.</summary>
    public static RequestEventKind? Parse(string name) => Array.IndexOf(Names, name) is >= 0 and var at ? (RequestEventKind)at : null;
}
