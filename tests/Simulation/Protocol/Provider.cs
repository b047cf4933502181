namespace Granary.Simulation.Protocol;

/// <summary>A provider with a hidden limit. What it took goes on, whatever becomes of the caller.</summary>
internal sealed class Provider(WorldPlan plan, Chance chance)
{
    private double _outageUntil = double.NegativeInfinity;
    private double _failsUntil = double.NegativeInfinity;
    private double _slowUntil = double.NegativeInfinity;
    private double _failureShare;
    private double _slowness = 1;
    private bool _namesWait;

    /// <summary>Calls it works on.</summary>
    public int Held { get; private set; }

    public int HiddenLimit { get; private set; } = plan.HiddenLimit;

    public void Trouble(Fault fault, double now)
    {
        switch (fault.Kind)
        {
            case FaultKind.Outage:
                _outageUntil = now + fault.For;
                _namesWait = fault.Strength < 0.5;
                break;
            case FaultKind.LimitChange:
                HiddenLimit = Math.Max(1, (int)Math.Round(plan.HiddenLimit * fault.Strength));
                break;
            case FaultKind.Failures:
                _failsUntil = now + fault.For;
                _failureShare = fault.Strength;
                break;
            default:
                _slowUntil = now + fault.For;
                _slowness = fault.Strength;
                break;
        }
    }

    /// <summary>A call arrives: how it ends, and after how long. One that is accepted is held until then.</summary>
    public (CallEnd End, double After, double RetryAfter) Arrive(double now)
    {
        if (now < _outageUntil)
        {
            return (CallEnd.Away, 0.05, _namesWait ? chance.Between(0.5, 3) : 0);
        }

        if (Held >= HiddenLimit)
        {
            return (CallEnd.Refused, chance.Between(0.02, 0.1), chance.Below(2) == 0 ? chance.Between(0.3, 2) : 0);
        }

        if (now < _failsUntil && chance.Happens(_failureShare))
        {
            return (chance.Below(3) == 0 ? CallEnd.TimedOut : CallEnd.Failed, chance.Between(0.05, 1), 0);
        }

        Held++;
        var slow = now < _slowUntil ? _slowness : 1 + (0.5 * Held / Math.Max(1, HiddenLimit));
        return (CallEnd.Done, plan.CallLength * chance.Between(0.5, 1.5) * slow, 0);
    }

    public void Done() => Held--;
}
