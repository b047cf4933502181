namespace Granary.Admission.Estimators;

/// <summary>Why a limit or its generation moved.</summary>
public enum LimitCause
{
    /// <summary>The provider refused for load.</summary>
    RateLimit,

    /// <summary>Too many server failures and time-outs.</summary>
    Failures,

    /// <summary>Too many slow answers.</summary>
    Slow,

    /// <summary>The cap was lowered.</summary>
    Cap,

    /// <summary>Enough calls were accepted or completed.</summary>
    Success,

    /// <summary>The gate shut or opened.</summary>
    Gate,

    /// <summary>A bucket was cut.</summary>
    Bucket,

    /// <summary>The key was idle for long, or goes on from old state.</summary>
    Idle,
}
