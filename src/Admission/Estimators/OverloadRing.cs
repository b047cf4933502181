namespace Granary.Admission.Estimators;

/// <summary>
/// The last answers of the current generation, and whether too many of them were bad: failed, or slower than twice what this key's
/// successes usually take. Fixed size; nothing is allocated per sample.
/// </summary>
internal sealed class OverloadRing
{
    /// <summary>Answers looked at.</summary>
    public const int Size = 50;

    private const int Least = 20;
    private const double BadShare = 0.20;
    private const double SlowFactor = 2;
    private const int BaselineFrom = 100;
    private const int BaselineOver = 600;
    private readonly Verdicts[] _ring = new Verdicts[Size];
    private readonly double[] _mean = new double[3];
    private readonly int[] _seen = new int[3];
    private int _count;
    private int _next;
    private int _failed;
    private int _slow;

    private enum Verdicts : byte
    {
        Good,
        Slow,
        Failed,
    }

    /// <summary>Takes a sample; false if it is of another generation and says nothing about this one.</summary>
    public bool Add(in ProviderSample sample, long generation)
    {
        var verdict = Judge(sample);
        if (sample.Generation != generation)
        {
            return false;
        }

        if (_count == Size)
        {
            Forget(_ring[_next]);
        }
        else
        {
            _count++;
        }

        _ring[_next] = verdict;
        _next = (_next + 1) % Size;
        _failed += verdict == Verdicts.Failed ? 1 : 0;
        _slow += verdict == Verdicts.Slow ? 1 : 0;
        return true;
    }

    /// <summary>Enough answers were seen to judge.</summary>
    public bool Conclusive => _count >= Least;

    /// <summary>What is wrong, or null while there are too few samples or few enough bad ones.</summary>
    public LimitCause? Verdict()
    {
        if (!Conclusive || _failed + _slow < BadShare * _count)
        {
            return null;
        }

        return _failed >= _slow ? LimitCause.Failures : LimitCause.Slow;
    }

    /// <summary>Forgets the answers, keeps the baseline.</summary>
    public void Clear()
    {
        _count = 0;
        _next = 0;
        _failed = 0;
        _slow = 0;
    }

    private Verdicts Judge(in ProviderSample sample)
    {
        if (sample.Kind == ProviderSampleKind.Failed)
        {
            return Verdicts.Failed;
        }

        var measure = (int)sample.Kind;
        var slow = _seen[measure] >= BaselineFrom && sample.Value > SlowFactor * _mean[measure];
        _seen[measure] = Math.Min(_seen[measure] + 1, BaselineOver);
        _mean[measure] += (sample.Value - _mean[measure]) / _seen[measure];
        return slow ? Verdicts.Slow : Verdicts.Good;
    }

    private void Forget(Verdicts verdict)
    {
        _failed -= verdict == Verdicts.Failed ? 1 : 0;
        _slow -= verdict == Verdicts.Slow ? 1 : 0;
    }
}
