namespace Granary.Admission.Estimators;

/// <summary>What an estimator is at.</summary>
public enum EstimatorPhase
{
    /// <summary>It has no phases.</summary>
    None,

    /// <summary>Looks for the limit from below.</summary>
    Start,

    /// <summary>Stands on what is accepted.</summary>
    Hold,

    /// <summary>Asks for more.</summary>
    Probe,
}
