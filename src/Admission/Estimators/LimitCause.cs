namespace Granary.Admission.Estimators;

/// <summary>Why a limit moved.</summary>
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

    /// <summary>Enough successes.</summary>
    Success,
}
