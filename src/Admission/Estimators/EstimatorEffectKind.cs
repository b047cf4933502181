namespace Granary.Admission.Estimators;

/// <summary>What an estimator says after a command.</summary>
public enum EstimatorEffectKind
{
    /// <summary>The limit fell.</summary>
    LimitDecreased,

    /// <summary>The limit rose.</summary>
    LimitIncreased,

    /// <summary>An increase ended above the ceiling.</summary>
    SoftCeilingRecovered,

    /// <summary>The limit is the effective cap again.</summary>
    FullyRecovered,

    /// <summary>The provider refused for load and the key is blocked.</summary>
    RateLimited,
}
