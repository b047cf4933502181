using System.Collections.Immutable;
using Granary.Admission.Protocol;

namespace Granary.Admission.Ledgers;

/// <summary>What one agent may hold of one domain, and what it last reported.</summary>
internal sealed class Booking
{
    /// <summary>Share the agent says it has.</summary>
    public int Share { get; set; }

    /// <summary>What the agent may hold until it hears the newest grant, by its own word.</summary>
    public int Held { get; set; }

    /// <summary>The newest grant.</summary>
    public int Granted { get; set; }

    /// <summary>Either may be in force, until the agent's next report says which: a lost answer must not free what it may still use.</summary>
    public int Booked => Math.Max(Held, Granted);

    /// <summary>Permits it is using, as far as its last report tells: what was lent since counts as used.</summary>
    public int InUse => Math.Max(Ghost, Math.Max(InFlight, Booked - Math.Max(0, Share - InFlight)));

    /// <summary>Calls of an agent that vanished, still charged.</summary>
    public int Ghost { get; set; }

    public double GhostUntil { get; set; }

    public int InFlight { get; set; }

    public int Idle { get; set; }

    public ImmutableArray<TenantDemand> Demand { get; set; } = [];

    /// <summary>In flight and waiting.</summary>
    public int Wanted { get; set; }

    public int EffectiveCap { get; set; } = int.MaxValue;

    /// <summary>Totals learned so far.</summary>
    public OutcomeTotals Learned { get; set; }

    /// <summary>The newest grant gave less than was wanted.</summary>
    public bool Short => Wanted > Granted;

    /// <summary>A notice asked for a report since the last one.</summary>
    public bool Asked { get; set; }
}
