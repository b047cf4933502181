namespace Granary.Admission.Estimators;

/// <summary>Which semantics the <c>aimd</c> estimator follows.</summary>
public enum AimdProfile
{
    /// <summary>Cut once per generation, later block wins, overload rule, opening after a block.</summary>
    Standard,

    /// <summary>The reference semantics to the letter, for comparison and for replaying recorded traces.</summary>
    Reference,
}
