namespace Granary.Admission.Gates;

/// <summary>Validated settings of gates. Times in seconds.</summary>
public sealed record GateSettings
{
    /// <summary>Wait before the first probe of an outage that names none.</summary>
    public double FirstWait { get; init; } = 0.5;

    /// <summary>Longest wait between probes; a wait the provider names may be longer.</summary>
    public double LongestWait { get; init; } = 8;

    /// <summary>Wait before the first probe after rate limits at limit 1.</summary>
    public double CrowdedWait { get; init; } = 8;

    /// <summary>Longest wait between probes after rate limits at limit 1.</summary>
    public double LongestCrowdedWait { get; init; } = 300;

    /// <summary>Wait after a refusal for quota that names no time.</summary>
    public double ClosedFor { get; init; } = 300;

    /// <summary>A retry-after above this is an outage.</summary>
    public double LongRetryAfter { get; init; } = 600;

    /// <summary>Failures in a row that shut the gate, if half of the newest samples are failures.</summary>
    public int FailuresInRow { get; init; } = 3;

    /// <summary>Rate limits in a row at limit 1 that shut the gate.</summary>
    public int RateLimitsInRow { get; init; } = 8;
}
