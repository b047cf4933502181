namespace Granary.Admission.Gates;

/// <summary>Why a gate is as it is.</summary>
public enum GateCause
{
    /// <summary>Nothing has happened yet.</summary>
    None,

    /// <summary>Server failures and provider time-outs.</summary>
    Failures,

    /// <summary>The provider said that it is away: 503 or 529 with retry-after, or a retry-after above ten minutes.</summary>
    Overloaded,

    /// <summary>Rate limits in a row at limit 1.</summary>
    RateLimits,

    /// <summary>Quota, billing or spend.</summary>
    Quota,

    /// <summary>An operator.</summary>
    Operator,

    /// <summary>The wait was over and somebody wanted the key.</summary>
    Probe,

    /// <summary>The probe was accepted.</summary>
    ProbeAccepted,

    /// <summary>The probe failed.</summary>
    ProbeFailed,

    /// <summary>The probe taught nothing: its call was cancelled, or its agent vanished.</summary>
    ProbeLost,
}
