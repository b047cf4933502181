namespace Granary.Admission.Estimators.Seek;

/// <summary>
/// For servers that queue instead of refusing: finds the limit beyond which throughput stops growing. Windows of completions measure
/// throughput T and, by Little's law, the time a call takes, L ÷ T. A start doubles the limit while throughput follows; then the limit is
/// what throughput and the time of an unloaded call ask for, and a bit more; every tenth window runs below it to measure that time again.
/// </summary>
internal sealed class PlateauSearch
{
    private const int WindowMost = 150;
    private const int StartLeast = 40;
    private const double Follows = 1.4;
    private const double Slack = 1.15;
    private const double FallMost = 0.9;
    private const double RiseMost = 1.25;
    private const double Below = 0.8;
    private const int Every = 10;
    private const double HandOverFor = 600;
    private const double MeanOver = 50;
    private bool _running;
    private double _meanLatency;
    private double _windowFrom = double.NaN;
    private double _settledAt = double.NegativeInfinity;
    private long _completed;
    private double _throughputBefore;
    private double _throughputMost;
    private double _unloaded;
    private double _throughputAbove;
    private int _limitAbove;
    private int _windows;
    private double _handedOverUntil = double.NegativeInfinity;

    /// <summary>The server refuses: the other rules are in charge.</summary>
    public bool HandedOver(double now) => now < _handedOverUntil;

    /// <summary>A refusal; true if this search was in charge until now.</summary>
    public bool HandOver(double now)
    {
        var was = !HandedOver(now);
        _handedOverUntil = now + HandOverFor;
        _windowFrom = double.NaN;
        return was;
    }

    /// <summary>A call ended; the limit that is wanted now, or null while the window goes on.</summary>
    public int? Completed(in CompletedSample sample, int limit, double now)
    {
        if (!double.IsNaN(sample.Latency))
        {
            _meanLatency += (sample.Latency - _meanLatency) / (_meanLatency == 0 ? 1 : MeanOver);
        }

        if (HandedOver(now) || !sample.Bound || now < _settledAt)
        {
            // Without demand for all of the limit its throughput is not known.
            _windowFrom = double.NaN;
            return null;
        }

        if (double.IsNaN(_windowFrom))
        {
            _windowFrom = now;
            _completed = 0;
            return null;
        }

        _completed += sample.Count;
        var wanted = _running ? WindowMost : Math.Min(WindowMost, Math.Max(StartLeast, 2 * limit));
        if (_completed < wanted || now <= _windowFrom)
        {
            return null;
        }

        var throughput = _completed / (now - _windowFrom);
        _windowFrom = double.NaN;
        var to = _running ? Run(throughput, limit) : Start(throughput, limit);
        if (to != limit)
        {
            _settledAt = now + _meanLatency;
        }

        return to;
    }

    private int Start(double throughput, int limit)
    {
        if (throughput >= Follows * _throughputBefore)
        {
            _throughputBefore = throughput;
            _throughputMost = Math.Max(_throughputMost, throughput);
            _unloaded = limit / throughput;
            return (int)Math.Min(int.MaxValue, 2L * limit);
        }

        _throughputMost = Math.Max(_throughputMost, throughput);
        _running = true;
        return Whole(Slack * _throughputMost * _unloaded);
    }

    private int Run(double throughput, int limit)
    {
        if (_limitAbove > 0)
        {
            var above = _limitAbove;
            _limitAbove = 0;
            _unloaded = limit / throughput;
            return Ruled(Math.Max(throughput, _throughputAbove), above);
        }

        if (++_windows % Every == 0)
        {
            _limitAbove = limit;
            _throughputAbove = throughput;
            return Whole(Below * limit);
        }

        return Ruled(throughput, limit);
    }

    private int Ruled(double throughput, int limit) => Whole(Math.Clamp(Slack * throughput * _unloaded, FallMost * limit, RiseMost * limit));

    private static int Whole(double limit) => Math.Max(1, (int)Math.Round(limit));
}
