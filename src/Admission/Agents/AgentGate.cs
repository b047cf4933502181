using Granary.Admission.Protocol;

namespace Granary.Admission.Agents;

/// <summary>The gate of one domain as its agent knows it, and the cluster's one probe if this agent has it.</summary>
internal sealed class AgentGate
{
    private long _probeLease;
    private double _givenAt;

    /// <summary>State as last heard.</summary>
    public GateState State { get; private set; }

    /// <summary>When the next probe may be asked for, as last heard.</summary>
    public double Until { get; private set; }

    /// <summary>What the next report says.</summary>
    public GateClaim Claim { get; private set; }

    /// <summary>That call is the probe.</summary>
    public bool IsProbe(long leaseNumber) => _probeLease == leaseNumber && leaseNumber != 0;

    /// <summary>One call may go out in spite of the gate.</summary>
    public bool HasProbe => Claim.Probe == ProbeResult.Pending && _probeLease == 0;

    /// <summary>The ledger's word.</summary>
    public void Take(in GateGrant grant, double now)
    {
        State = grant.State;
        Until = now + grant.For;
        if (grant.ProbeRound == 0)
        {
            // Whatever it had is settled, or somebody else's by now.
            Claim = default;
            _probeLease = 0;
        }
        else if (grant.ProbeRound != Claim.ProbeRound)
        {
            Claim = new GateClaim(grant.ProbeRound, ProbeResult.Pending);
            _probeLease = 0;
            _givenAt = now;
        }
    }

    /// <summary>A notice: nothing goes out until a grant says when.</summary>
    public void Shut(GateState state)
    {
        State = state;
        Until = double.PositiveInfinity;
        Claim = default;
        _probeLease = 0;
    }

    /// <summary>The probe is this call.</summary>
    public void Probe(long leaseNumber) => _probeLease = leaseNumber;

    /// <summary>The probe was not used in that time, or nobody wants it: it goes back.</summary>
    public void GiveBackUnused(bool wanted, double patience, double now)
    {
        if (HasProbe && (!wanted || now >= _givenAt + patience))
        {
            Claim = Claim with { Probe = ProbeResult.Unused };
        }
    }

    /// <summary>A call was accepted or ended; true if it was the probe and that is news for the ledger.</summary>
    public bool Ended(long leaseNumber, ProbeResult result)
    {
        if (_probeLease != leaseNumber || leaseNumber == 0 || Claim.Probe != ProbeResult.Pending)
        {
            return false;
        }

        Claim = Claim with { Probe = result };
        return true;
    }
}
