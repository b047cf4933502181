using Granary.Admission;
using Granary.Admission.Buckets;

namespace Granary.Tournament;

/// <summary>
/// A provider with a hidden limit: it takes a call iff it holds fewer than its capacity, every bucket has room, there is no outage and the
/// background spares it. A call is held from the yes, not from its answer.
/// </summary>
internal sealed class ProviderModel(Scenario scenario, Random random)
{
    private double _bucket = scenario.Rate is { } rate ? rate.PerMinute / 60 * rate.SizeSeconds : double.PositiveInfinity;
    private double _bucketAt;

    public int Held { get; private set; }

    /// <summary>Units left in the bucket, as fields tell it.</summary>
    public double Remaining => _bucket;

    public bool Away(double now)
    {
        foreach (var (from, to) in scenario.Outages)
        {
            if (now >= from && now < to)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Yes (None), or why not.</summary>
    public AnswerCause Ask(double tokens, double now)
    {
        Refill(now);
        if (Away(now))
        {
            return AnswerCause.ServerFailure;
        }

        if (scenario.Noise > 0 && random.NextDouble() < scenario.Noise)
        {
            return AnswerCause.Capacity;
        }

        var cost = scenario.Rate is null ? 0 : scenario.Rate.Kind == BucketKind.Requests ? 1 : tokens;
        if (scenario.Rate is not null && _bucket < Math.Min(cost, Size))
        {
            return AnswerCause.Bucket;
        }

        if (!scenario.Queues && Held >= scenario.Capacity(now))
        {
            return AnswerCause.Capacity;
        }

        _bucket -= cost;
        Held++;
        return AnswerCause.None;
    }

    public void Done() => Held--;

    /// <summary>How long a call just taken is held.</summary>
    public double ServiceTime(double now)
    {
        var time = LogNormal(scenario.Service, scenario.Sigma);
        return scenario.Queues ? time * Math.Max(1, Held / (double)scenario.Capacity(now)) : time;
    }

    public double RefusalTime() => 0.15 * Uniform(0.5, 1.5);

    public double HeaderTime(double service) => scenario.Plain ? service : Math.Min(0.4 * Uniform(0.6, 1.6), 0.9 * service);

    public double TokensOfCall() => scenario.Tokens > 0 ? LogNormal(scenario.Tokens, scenario.TokenSigma) : 0;

    private double Size => scenario.Rate!.PerMinute / 60 * scenario.Rate.SizeSeconds;

    private void Refill(double now)
    {
        if (scenario.Rate is { } rate)
        {
            _bucket = Math.Min(Size, _bucket + (rate.PerMinute / 60 * (now - _bucketAt)));
            _bucketAt = now;
        }
    }

    private double Uniform(double from, double to) => from + ((to - from) * random.NextDouble());

    private double LogNormal(double mean, double sigma)
    {
        var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return mean * Math.Exp((sigma * normal) - (sigma * sigma / 2));
    }
}
