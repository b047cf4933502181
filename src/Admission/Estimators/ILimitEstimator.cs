namespace Granary.Admission.Estimators;

/// <summary>
/// Moves one key's limit by what its provider answered. Pure: commands in, effects appended to the list given; instants are monotonic
/// seconds. Not thread-safe. Enforcing the limit is somebody else's job.
/// </summary>
public interface ILimitEstimator
{
    /// <summary>Name in settings and views.</summary>
    string Name { get; }

    /// <summary>Number in force as of the last command.</summary>
    int Limit { get; }

    /// <summary>Configured maximum.</summary>
    int Cap { get; }

    /// <summary>Rises with every decrease, so that late samples are told apart.</summary>
    long Generation { get; }

    /// <summary>Where trouble began; 0 if never cut.</summary>
    int Ceiling { get; }

    /// <summary>End of the last block; 0 if there was none.</summary>
    double BlockedUntil { get; }

    /// <summary>Rate limits since the last success.</summary>
    long ConsecutiveRateLimits { get; }

    /// <summary>Successes that would raise the limit; 0 when no number of them would.</summary>
    int SuccessesWanted { get; }

    /// <summary>The limit at that instant, which time alone may have moved.</summary>
    int Look(double now);

    /// <summary>Permits that may be held of those taken since the last block ended; null when not opening, 0 inside the block.</summary>
    int? Opening(double now);

    /// <summary>Learns from one released lease.</summary>
    void Sample(in EstimatorSample sample, double now, ICollection<EstimatorEffect> effects);

    /// <summary>Learns from an agent's merged samples.</summary>
    void Report(in EstimatorReport report, double now, ICollection<EstimatorEffect> effects);

    /// <summary>A lowered cap clamps the limit at once; a raised one leaves it.</summary>
    void SetCap(int cap, double now, ICollection<EstimatorEffect> effects);

    /// <summary>What must survive.</summary>
    EstimatorState Save(double now);
}
