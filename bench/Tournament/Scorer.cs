namespace Granary.Tournament;

/// <summary>Counts what a run did, in buckets of 5 s.</summary>
internal sealed class Scorer
{
    private const double Width = 5;
    private readonly Scenario _scenario;
    private readonly double[] _used;
    private readonly double[] _could;
    private readonly int[] _sends;
    private readonly int[] _refused;
    private readonly List<(double Size, double Wait)> _waits = [];
    private double _at;
    private double _usedScored;
    private double _couldScored;
    private double _heldScored;
    private int _accepted;
    private double _acceptedTokens;
    private int _sendsScored;
    private int _refusedScored;
    private int _refusedSince;
    private int _refusedAtStart;
    private int _futile;

    public Scorer(Scenario scenario)
    {
        _scenario = scenario;
        var buckets = (int)Math.Ceiling(scenario.Duration / Width) + 1;
        _used = new double[buckets];
        _could = new double[buckets];
        _sends = new int[buckets];
        _refused = new int[buckets];
    }

    /// <summary>The provider held so many until now. Steps never cross a change of capacity.</summary>
    public void Advance(double now, int held, bool away)
    {
        var capacity = away ? 0 : _scenario.Capacity(_at);
        while (_at < now)
        {
            var bucket = (int)(_at / Width);
            var until = Math.Min(now, Math.Min((bucket + 1) * Width, _at < _scenario.WarmUp ? _scenario.WarmUp : double.PositiveInfinity));
            var span = until - _at;
            if (bucket < _used.Length)
            {
                _used[bucket] += span * Math.Min(held, capacity);
                _could[bucket] += span * capacity;
            }

            if (_at >= _scenario.WarmUp)
            {
                _usedScored += span * Math.Min(held, capacity);
                _couldScored += span * capacity;
                _heldScored += span * held;
            }

            _at = until;
        }
    }

    public void Sent(double now, double size, double waited)
    {
        _sends[(int)(now / Width)]++;
        if (now >= _scenario.WarmUp)
        {
            _sendsScored++;
            _waits.Add((size, waited));
        }
    }

    public void Accepted(double now, double size)
    {
        if (now >= _scenario.WarmUp)
        {
            _accepted++;
            _acceptedTokens += size;
        }
    }

    public void Refused(double now)
    {
        _refused[(int)(now / Width)]++;
        _refusedSince += now >= _scenario.Event ? 1 : 0;
        if (now >= _scenario.WarmUp)
        {
            _refusedScored++;
        }
        else
        {
            _refusedAtStart++;
        }
    }

    public void Futile() => _futile++;

    public RunResult Result(int ceiling) => new()
    {
        Utilisation = _scenario.Rate is { } rate ? OfRate(rate) : _couldScored > 0 ? _usedScored / _couldScored : 0,
        Refused = _sendsScored > 0 ? _refusedScored / (double)_sendsScored : 0,
        Reach = Reach(),
        Settle = Settle(),
        RefusalsSince = _refusedSince,
        RefusalsAtStart = _refusedAtStart,
        Futile = _futile,
        Held = _couldScored > 0 ? _heldScored / _couldScored : 0,
        LargeWait = LargeWait(),
        Ceiling = ceiling,
        Sends = _sendsScored,
    };

    private double OfRate(RateCap rate) =>
        (rate.Kind == Admission.Buckets.BucketKind.Requests ? _accepted : _acceptedTokens) / (rate.PerMinute / 60 * (_scenario.Duration - _scenario.WarmUp));

    private double Reach()
    {
        var row = 0;
        for (var i = (int)(_scenario.Event / Width); i < _used.Length; i++)
        {
            row = _could[i] > 0 && _used[i] >= 0.95 * _could[i] ? row + 1 : 0;
            if (row == 3)
            {
                return Math.Max(0, ((i - 1) * Width) - _scenario.Event);
            }
        }

        return double.PositiveInfinity;
    }

    private double Settle()
    {
        var row = 0;
        for (var i = (int)(_scenario.Event / Width); i < _sends.Length; i++)
        {
            row = _refused[i] <= 0.02 * _sends[i] ? row + 1 : 0;
            if (row == 4)
            {
                return Math.Max(0, ((i - 2) * Width) - _scenario.Event);
            }
        }

        return double.PositiveInfinity;
    }

    private double LargeWait()
    {
        if (_waits.Count < 20)
        {
            return 1;
        }

        var median = _waits.Select(static w => w.Wait).Order().ElementAt(_waits.Count / 2);
        var large = _waits.OrderByDescending(static w => w.Size).Take(_waits.Count / 10).Average(static w => w.Wait);
        return median <= 0 ? large <= 0 ? 1 : double.PositiveInfinity : large / median;
    }
}
