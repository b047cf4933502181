namespace Granary.Admission.Buckets;

/// <summary>When a provider charges tokens to its buckets.</summary>
public enum TokenCharging
{
    /// <summary>On arrival: the prompt and everything that was asked for at most. Nothing comes back within the window.</summary>
    Arrival,

    /// <summary>As they are read and produced; cached input is mostly free.</summary>
    Actual,

    /// <summary>The sum of both at the end.</summary>
    Total,
}
