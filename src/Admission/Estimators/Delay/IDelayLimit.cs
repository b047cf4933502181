namespace Granary.Admission.Estimators.Delay;

/// <summary>
/// A classic limit that reads round-trip times, exactly as published: it knows no generation, no block and no cap but its own bounds.
/// <see cref="DelayEstimator"/> makes an estimator of it.
/// </summary>
internal interface IDelayLimit
{
    /// <summary>Number in force.</summary>
    int Limit { get; }

    /// <summary>One sample: nanoseconds to the answer or the refusal, calls in flight at its start, refused for load or timed out.</summary>
    void Add(double rttNs, int inFlight, bool drop);

    /// <summary>Brings the estimate to at most that.</summary>
    void Clamp(int most);

    /// <summary>Too many errors: what is left of the estimate.</summary>
    void Cut(double factor);

    /// <summary>Goes on from a known limit.</summary>
    void Resume(int limit);
}
