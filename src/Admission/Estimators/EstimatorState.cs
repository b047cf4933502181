namespace Granary.Admission.Estimators;

/// <summary>What survives of an estimator when its ledger moves or restarts. All times are durations.</summary>
public sealed record EstimatorState
{
    /// <summary>Which estimator wrote it.</summary>
    public required string Name { get; init; }

    /// <summary>Shape of the rest; an unknown one starts afresh.</summary>
    public required int Version { get; init; }

    /// <summary>Number in force.</summary>
    public required int Limit { get; init; }

    /// <summary>Where trouble began; 0 if never cut.</summary>
    public int Ceiling { get; init; }

    /// <summary>Rises with every decrease.</summary>
    public long Generation { get; init; }

    /// <summary>Successes towards the next step.</summary>
    public int Streak { get; init; }

    /// <summary>Rate limits since the last success.</summary>
    public long ConsecutiveRateLimits { get; init; }

    /// <summary>Limit when the provider last looked healthy.</summary>
    public int HealthyLimit { get; init; }

    /// <summary>Rest of the block in seconds; 0 or less: none.</summary>
    public double BlockedFor { get; init; }

    /// <summary>Seconds since the ramp began; negative: not ramping.</summary>
    public double RampElapsed { get; init; } = -1;
}
