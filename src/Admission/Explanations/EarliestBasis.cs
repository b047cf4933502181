namespace Granary.Admission.Explanations;

/// <summary>How well an instant is known.</summary>
public enum EarliestBasis
{
    /// <summary>It hangs on calls that must come back.</summary>
    Unknown,

    /// <summary>If calls go on as they did.</summary>
    Estimate,

    /// <summary>Worked out from a fact: the end of a block, a probe, a refill.</summary>
    Exact,
}
