namespace Granary.Admission.Estimators.Delay;

/// <summary>A limit that nothing moves but the cap.</summary>
internal sealed class FixedLimit(int limit) : IDelayLimit
{
    public int Limit => limit;

    public void Add(double rttNs, int inFlight, bool drop)
    {
        // Whatever was measured, the limit is what was configured.
    }

    public void Clamp(int most)
    {
        // The estimator never lets more than the cap out; a raised cap gives the configured limit back.
    }

    public void Cut(double factor)
    {
        // As for samples.
    }

    public void Resume(int limit)
    {
        // What was in force before does not count.
    }
}
