namespace Granary.Admission.Ledgers;

/// <summary>Rate credits of one kind that one agent may still spend.</summary>
internal sealed class CreditBooking
{
    /// <summary>Lent and not known to be spent.</summary>
    public double Outstanding { get; set; }

    /// <summary>Expired unspent, as far as is known: a late report may still say that they were spent, and they are not charged again.</summary>
    public double Lost { get; set; }

    /// <summary>The agent's counter of what it has spent, as last reported.</summary>
    public double Spent { get; set; }

    /// <summary>The agent's counter up to which it may spend.</summary>
    public double Allowed { get; set; } = double.PositiveInfinity;

    /// <summary>It has reported to this ledger, so that its counter has a base.</summary>
    public bool Known { get; set; }
}
