namespace Granary.Admission.Estimators;

/// <summary>What a provider sample says. The three measures of a success are never compared with each other.</summary>
public enum ProviderSampleKind
{
    /// <summary>A success, measured by the time to its first byte.</summary>
    FirstByte,

    /// <summary>A success, measured by latency per output token.</summary>
    PerToken,

    /// <summary>A success, measured by latency.</summary>
    Latency,

    /// <summary>A server failure or a provider time-out.</summary>
    Failed,
}
