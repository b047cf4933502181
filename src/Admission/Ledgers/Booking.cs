using System.Collections.Immutable;
using Granary.Admission.Protocol;

namespace Granary.Admission.Ledgers;

/// <summary>What one agent may hold of one domain, and what it last reported.</summary>
internal sealed class Booking
{
    public Booking(LedgerAgent agent)
    {
        Agent = agent;
        Taker = new DivisionTaker(this);
    }

    public LedgerAgent Agent { get; }

    /// <summary>Its part in the division of the domain.</summary>
    public DivisionTaker Taker { get; }

    /// <summary>What the domain's sums contain of it.</summary>
    public BookingCount Counted { get; set; }

    /// <summary>Share the agent says it has.</summary>
    public int Share { get; set; }

    /// <summary>What the agent may hold until it hears the newest grant, by its own word; calls on direct leases are not part of it.</summary>
    public int Held { get; set; }

    /// <summary>The newest grant.</summary>
    public int Granted { get; set; }

    /// <summary>Either may be in force, until the agent's next report says which: a lost answer must not free what it may still use.</summary>
    public int Booked => Math.Max(Held, Granted);

    /// <summary>Direct leases that may be in use.</summary>
    public List<DirectHolding> Direct { get; } = [];

    /// <summary>Direct leases settled since the newest message, so that one that was on its way does not bring them back.</summary>
    public HashSet<DirectLeaseId> Settled { get; } = [];

    /// <summary>Calls of an agent that vanished, still charged.</summary>
    public int Ghost { get; set; }

    public double GhostUntil { get; set; }

    /// <summary>Permits charged: what may be in use, or what a vanished agent had.</summary>
    public int Charged => Math.Max(Booked + Direct.Count, Ghost);

    /// <summary>Permits it is using, as far as its last report tells: what was lent since counts as used.</summary>
    public int InUse => Math.Max(Ghost, Math.Max(InFlight, Charged - Math.Max(0, Share - InFlight)));

    public int InFlight { get; set; }

    /// <summary>As last reported, direct leases on their way not subtracted.</summary>
    public ImmutableArray<TenantDemand> Demand { get; set; } = [];

    /// <summary>In flight and waiting.</summary>
    public int Wanted { get; set; }

    public int EffectiveCap { get; set; } = int.MaxValue;

    /// <summary>Totals learned so far.</summary>
    public OutcomeTotals Learned { get; set; }

    /// <summary>The newest grant, and direct leases, gave less than was wanted.</summary>
    public bool Short => Wanted > Granted + Direct.Count;

    /// <summary>A notice asked for a report since the last one.</summary>
    public bool Asked { get; set; }

    /// <summary>It tells 2xx headers apart, so that finished calls need not stand for them.</summary>
    public bool SeesAccepts { get; set; }

    /// <summary>Rates configured at the agent.</summary>
    public RateCaps RateCaps { get; set; }

    /// <summary>Rate credits for requests and for tokens.</summary>
    public CreditBooking Requests { get; } = new();

    public CreditBooking Tokens { get; } = new();

    /// <summary>The share is over: nothing is booked any more, calls in flight become ghosts.</summary>
    public void Vanish(double ghostUntil)
    {
        Ghost = Math.Max(Ghost, Math.Max(InFlight, Direct.Count));
        GhostUntil = ghostUntil;
        Share = 0;
        Held = 0;
        Granted = 0;
        InFlight = 0;
        Wanted = 0;
        Demand = [];
        Direct.Clear();
    }
}
