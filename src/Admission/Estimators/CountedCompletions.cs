namespace Granary.Admission.Estimators;

/// <summary>Completions that are alike, of which only the number is kept. Mutable, because one is counted with every call of a busy key.</summary>
internal struct CountedCompletions(in CompletedSample first)
{
    private readonly long _generation = first.Generation;
    private readonly bool _bound = first.Bound;
    private readonly bool _inBlock = first.InBlock;
    private readonly long _outputTokens = first.OutputTokens;
    private int _level = first.Level;
    private int _inFlight = first.InFlight;
    private long _count = first.Count;

    /// <summary>That one may be counted here.</summary>
    public readonly bool IsOf(in CompletedSample sample) => _generation == sample.Generation && _bound == sample.Bound && _inBlock == sample.InBlock;

    /// <summary>One more, or as many as it stands for.</summary>
    public void Add(in CompletedSample sample)
    {
        _count += sample.Count;
        _level = Math.Max(_level, sample.Level);
        _inFlight = sample.InFlight;
    }

    /// <summary>All of them as one sample that only counts.</summary>
    public readonly CompletedSample ToSample() => new(_generation, _level, _inFlight, _bound, _inBlock, double.NaN, double.NaN, _outputTokens, _count);
}
