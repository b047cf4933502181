using BenchmarkDotNet.Attributes;
using Granary.Admission;
using Granary.Admission.Estimators;

namespace Granary.Micro;

/// <summary>Cost of a sample: budget 100 ns, nothing allocated. The noisy case opens and closes cases against the limit.</summary>
[MemoryDiagnoser]
public class EstimatorBenchmarks
{
    private readonly List<EstimatorEffect> _effects = new(16);
    private ILimitEstimator _estimator = null!;
    private double _now;
    private int _turn;

    /// <summary>Which one.</summary>
    [Params("seek", "aimd", "gradient2", "vegas")]
    public string Estimator { get; set; } = "";

    [GlobalSetup]
    public void SetUp() => _estimator = LimitEstimators.Create(new EstimatorSettings(), Estimator, 64, 0);

    [Benchmark]
    public int AcceptAndComplete()
    {
        _effects.Clear();
        _now += 0.001;
        var limit = _estimator.Limit;
        _estimator.Accepted(new AcceptedSample(_estimator.Generation, limit, limit, limit, true), _now, _effects);
        _estimator.Completed(new CompletedSample(_estimator.Generation, limit, limit - 1, true, false, 1), _now, _effects);
        return _estimator.Limit;
    }

    [Benchmark]
    public int AcceptsWithRefusals()
    {
        _effects.Clear();
        _now += 0.001;
        var limit = _estimator.Limit;
        if (++_turn % 50 == 0)
        {
            _estimator.Rejected(new RejectedSample(AnswerCause.Capacity, _estimator.Generation, limit, limit - 1, limit, 0, 0.1), _now, _effects);
        }
        else
        {
            _estimator.Accepted(new AcceptedSample(_estimator.Generation, limit, limit, limit, true), _now, _effects);
        }

        return _estimator.Limit;
    }
}
