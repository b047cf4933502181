using Granary.Admission.Estimators.Delay;

namespace Granary.Tournament;

/// <summary>The simplest control: minus a tenth at every drop or slow answer, plus one otherwise while half of the limit is in use.</summary>
internal sealed class SampleAimdLimit(int initial, int least, int most, double backoff, double timeoutNs) : IDelayLimit
{
    public int Limit { get; private set; } = initial;

    public void Add(double rttNs, int inFlight, bool drop)
    {
        if (drop || rttNs > timeoutNs)
        {
            Limit = (int)(Limit * backoff);
        }
        else if (2 * inFlight >= Limit)
        {
            Limit++;
        }

        Limit = Math.Clamp(Limit, least, most);
    }

    public void Clamp(int cap) => Limit = Math.Min(Limit, cap);

    public void Cut(double factor) => Limit = Math.Max(least, (int)(Limit * factor));

    public void Resume(int limit) => Limit = Math.Clamp(limit, least, most);
}
