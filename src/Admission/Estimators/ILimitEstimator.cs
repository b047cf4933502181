using Granary.Admission.Protocol;

namespace Granary.Admission.Estimators;

/// <summary>
/// Moves one key's limit by what its provider answered. Pure: commands in, effects appended to the list given; instants are monotonic
/// seconds and never fall. Not thread-safe; O(1) and free of allocation per sample. Enforcing the limit is somebody else's job, and so are
/// the gate and the buckets: an estimator ignores causes that are theirs. A sample of another generation than the current one is stale: it
/// is counted and its retry-after blocks, but it moves nothing. Going on from saved state is the business of <see cref="LimitEstimators"/>.
/// </summary>
public interface ILimitEstimator
{
    /// <summary>Name in settings and views.</summary>
    string Name { get; }

    /// <summary>Number in force as of the last command.</summary>
    int Limit { get; }

    /// <summary>Configured maximum.</summary>
    int Cap { get; }

    /// <summary>Rises with every decrease, every shutting of the gate and every bucket cut, so that late samples are told apart.</summary>
    long Generation { get; }

    /// <summary>Learned bound: where trouble began, or what the provider was last seen to hold; 0 if none is known.</summary>
    int Ceiling { get; }

    /// <summary>End of the last block; 0 if there was none.</summary>
    double BlockedUntil { get; }

    /// <summary>
    /// Block after a refusal for load that names no wait, in seconds; 0: none. Then the agent that saw it lowers its own share by one and
    /// does not grow until the ledger has spoken.
    /// </summary>
    double BlockOnRefusal { get; }

    /// <summary>Rate limits since the last sign of health.</summary>
    long ConsecutiveRateLimits { get; }

    /// <summary>Successes that would raise the limit; 0 when no number of them would.</summary>
    int SuccessesWanted { get; }

    /// <summary>The next accepts may move the limit: agents should report soon (0.25 s), not at the next refresh.</summary>
    bool Searching { get; }

    /// <summary>Why the limit is what it is.</summary>
    EstimatorReading Reading { get; }

    /// <summary>When <see cref="Tick"/> would change something though no sample comes; infinity: never.</summary>
    double NextTick { get; }

    /// <summary>Refusals that name a wait and nothing else are taken for a rate, by what came of late.</summary>
    bool SeesRate(double now) => false;

    /// <summary>The limit at that instant, which time alone may have moved.</summary>
    int Look(double now);

    /// <summary>Permits that may be held of those taken since the last block ended; null when not opening, 0 inside the block.</summary>
    int? Opening(double now);

    /// <summary>Learns from a yes.</summary>
    void Accepted(in AcceptedSample sample, double now, ICollection<EstimatorEffect> effects);

    /// <summary>Learns from a finished call.</summary>
    void Completed(in CompletedSample sample, double now, ICollection<EstimatorEffect> effects);

    /// <summary>Learns from a refusal, a failure, or a call that left without evidence.</summary>
    void Rejected(in RejectedSample sample, double now, ICollection<EstimatorEffect> effects);

    /// <summary>Learns from what an agent has seen since its last report, merged.</summary>
    void Report(EvidenceBatch batch, double now, ICollection<EstimatorEffect> effects);

    /// <summary>Time has come to <see cref="NextTick"/>.</summary>
    void Tick(double now, ICollection<EstimatorEffect> effects);

    /// <summary>A lowered cap clamps the limit at once; a raised one leaves it.</summary>
    void SetCap(int cap, double now, ICollection<EstimatorEffect> effects);

    /// <summary>The key's gate shut: outage, quota, or by hand. The limit stays; what is out teaches nothing any more.</summary>
    void GateShut(double now, ICollection<EstimatorEffect> effects);

    /// <summary>
    /// The half-open probe had a true accept, or (<paramref name="accepted"/> false) a refusal for capacity: the gate is open again.
    /// <paramref name="inFlight"/>: calls in flight after the event, as for every sample.
    /// </summary>
    void GateOpened(bool accepted, int inFlight, double now, ICollection<EstimatorEffect> effects);

    /// <summary>A bucket was cut: what is out teaches nothing any more.</summary>
    void BucketCut(double now, ICollection<EstimatorEffect> effects);

    /// <summary>What must survive.</summary>
    EstimatorState Save(double now);
}
