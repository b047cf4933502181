namespace Granary.Admission.Estimators.Seek;

/// <summary>
/// The case against a limit: a running likelihood ratio between "it is too high" and "this is the usual noise". Each refusal speaks for it,
/// each accept against; when it falls to nothing, the refusals were noise.
/// </summary>
internal sealed class RefusalCase
{
    // In seconds: a case that no refusal came to for so long is over, whatever was accepted since.
    private const double Longest = 60;
    private double _refusedAt;

    /// <summary>Weight of the case; 0: there is none. While there is one nothing rises.</summary>
    public double Weight { get; private set; }

    /// <summary>Refusals in it.</summary>
    public long Refusals { get; private set; }

    /// <summary>Calls in it, accepted and refused.</summary>
    public long Calls { get; private set; }

    /// <summary>Lowest number of calls that the provider held when it refused.</summary>
    public int Lowest { get; private set; }

    public bool IsOpen => Weight > 0;

    /// <summary>A refusal while the provider held that many. <paramref name="expected"/>: share of refusals if the limit is too high.</summary>
    public void Refuse(int held, double expected, double noise, double now)
    {
        if (!IsOpen || now - _refusedAt > Longest)
        {
            Weight = 0;
            Refusals = 0;
            Calls = 0;
            Lowest = held;
        }

        Lowest = Math.Min(Lowest, held);
        Refusals++;
        Calls++;
        Weight += Math.Log(expected / noise);
        _refusedAt = now;
    }

    /// <summary>
    /// An accept of a call admitted at that level; true if the case collapsed. What the provider held when it refused says nothing when it is accepted
    /// again: after a wait the calls in flight climb from below.
    /// </summary>
    public bool Accept(int level, double expected, double noise, double now)
    {
        Calls++;
        if (now - _refusedAt > Longest)
        {
            Weight = 0;
        }
        else if (level > Lowest)
        {
            Weight += Math.Log((1 - expected) / (1 - noise));
        }

        if (IsOpen)
        {
            return false;
        }

        Weight = 0;
        return true;
    }

    public void Close() => Weight = 0;
}
