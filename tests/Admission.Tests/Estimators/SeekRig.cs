using Granary.Admission.Estimators;
using Granary.Admission.Estimators.Seek;

namespace Granary.Admission.Tests.Estimators;

/// <summary>One seek and samples written by hand. All accepts are bound unless said otherwise.</summary>
internal sealed class SeekRig
{
    private readonly List<EstimatorEffect> _effects = [];

    public SeekRig(SeekSettings? settings = null, int cap = 64, EstimatorState? saved = null, double age = 0, double now = 0) =>
        Estimator = new SeekEstimator(settings ?? new SeekSettings(), cap, now, saved, age);

    public SeekEstimator Estimator { get; }

    public IReadOnlyList<EstimatorEffect> Effects => _effects;

    public (int Limit, EstimatorPhase Phase, long Generation, int Ceiling) State =>
        (Estimator.Limit, Estimator.Reading.Phase, Estimator.Generation, Estimator.Ceiling);

    public EstimatorReading Reading => Estimator.Reading;

    public void Accept(double now, long generation, int level, int inFlight, bool bound = true, long count = 1) =>
        Estimator.Accepted(new AcceptedSample(generation, level, inFlight, level, bound, count), now, _effects);

    /// <summary>An accept of now at the limit.</summary>
    public void AcceptAtLimit(double now, long count = 1) => Accept(now, Estimator.Generation, Estimator.Limit, Estimator.Limit, count: count);

    public void Refuse(
        double now, long generation, int level, int inFlight, AnswerCause cause = AnswerCause.Capacity, double retryAfter = 0, long count = 1) =>
        Estimator.Rejected(new RejectedSample(cause, generation, level, inFlight, level, retryAfter, Count: count), now, _effects);

    /// <summary>A refusal of the newest generation, with so many calls held.</summary>
    public void RefuseNow(double now, int held) => Refuse(now, Estimator.Generation, held + 1, held);

    public void Forget() => _effects.Clear();

    /// <summary>Holds that limit, with a ceiling, generation 2 and nothing to question.</summary>
    public static SeekRig Holding(int limit, SeekSettings? settings = null, int cap = 256)
    {
        var rig = new SeekRig((settings ?? new SeekSettings()) with { Start = limit }, cap);
        rig.Refuse(0, 1, limit + 1, limit);
        rig.Refuse(0, 1, limit + 1, limit);
        rig.Forget();
        return rig;
    }
}
