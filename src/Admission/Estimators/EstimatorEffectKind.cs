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

    /// <summary>The provider refused for load, or the key is blocked.</summary>
    RateLimited,

    /// <summary>The generation rose though the limit stayed: calls admitted before teach nothing any more.</summary>
    GenerationRaised,

    /// <summary>Another phase began; the limit may have stayed.</summary>
    PhaseChanged,
}
