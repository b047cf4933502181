namespace Granary.Admission.Ledgers;

/// <summary>
/// One rate of an endpoint, lent to agents as credits. What is in the bucket and what agents hold unspent is together never more than the
/// burst, and it grows at 0.995 of the cap: so whatever agents do when, no 60 seconds see more than cap and burst.
/// </summary>
internal sealed class CreditBucket(bool whole)
{
    /// <summary>Share of the cap that is spent.</summary>
    private const double Pace = 0.995;
    private const double BurstShare = 0.1;
    private double _at;

    /// <summary>Cap per minute; 0: not limited.</summary>
    public double PerMinute { get; private set; }

    public double Burst { get; private set; }

    /// <summary>Credits that can be lent; below 0 while more was spent than lent.</summary>
    public double Level { get; private set; }

    /// <summary>Lent, and not known to be spent.</summary>
    public double Outstanding { get; private set; }

    public bool Limits => PerMinute > 0;

    /// <summary>Credits per second.</summary>
    public double Rate => Pace * PerMinute / 60;

    /// <summary>A cap, or none (0). <paramref name="burst"/> 0: a tenth of the cap. The first cap finds <paramref name="level"/> in the bucket.</summary>
    public void Configure(double perMinute, double burst, double level, double now)
    {
        burst = perMinute <= 0 ? 0 : Math.Max(1, burst > 0 ? burst : BurstShare * perMinute);
        if (perMinute == PerMinute && burst == Burst)
        {
            return;
        }

        Refill(now);
        Level = Limits ? Math.Min(Level, burst - Outstanding) : Math.Min(level, burst - Outstanding);
        PerMinute = perMinute;
        Burst = burst;
        _at = now;
    }

    /// <summary>Nothing is refilled for the time until now.</summary>
    public void Hold(double now) => _at = Math.Max(_at, now);

    /// <summary>What the time since the last look brought.</summary>
    public void Refill(double now)
    {
        if (Limits)
        {
            Level += Math.Min(Rate * Math.Max(0, now - _at), Math.Max(0, Burst - Level - Outstanding));
        }

        _at = Math.Max(_at, now);
    }

    /// <summary>The provider says that no more is left: its word counts where it is lower.</summary>
    public void Lower(double remaining) => Level = Math.Min(Level, remaining - Outstanding);

    /// <summary>Nothing is left, by a refusal.</summary>
    public void Empty() => Level = Math.Min(Level, 0);

    /// <summary>Takes out what can be had of that many.</summary>
    public double Lend(double wanted)
    {
        var lent = Math.Min(wanted, Level);
        lent = Math.Max(0, whole ? Math.Floor(lent + 1e-9) : lent);
        Level -= lent;
        Outstanding += lent;
        return lent;
    }

    /// <summary>
    /// An agent says what it holds and has spent in all. What it was lent and neither holds nor has spent comes back; what it has spent beyond that
    /// is a debt.
    /// </summary>
    public void Claim(CreditBooking booking, double allowed, double spent)
    {
        var holds = double.IsFinite(allowed) && Limits ? Math.Max(0, allowed - spent) : 0;
        var spentNow = booking.Known ? spent - booking.Spent : 0;
        var covered = Math.Clamp(spentNow, 0, booking.Lost);
        if (!booking.Known)
        {
            // A predecessor lent it: it is out, and was not taken from here.
            Outstanding += holds;
            Level = Math.Min(Level, Burst - Outstanding);
        }
        else
        {
            Outstanding += holds - booking.Outstanding;
            Level = Math.Min(Level + booking.Outstanding - holds - (spentNow - covered), Burst - Outstanding);
        }

        booking.Lost = 0;
        booking.Outstanding = holds;
        booking.Spent = spent;
        booking.Known = true;
    }

    /// <summary>The agent fell silent: what it was lent is lost, not spent again.</summary>
    public void Lose(CreditBooking booking)
    {
        Outstanding -= booking.Outstanding;
        booking.Lost += booking.Outstanding;
        booking.Outstanding = 0;
    }

    /// <summary>Seconds until one credit can be lent; 0: now, or not limited.</summary>
    public double NextIn(double now)
    {
        Refill(now);
        var missing = (whole ? 1 : 1e-6) - Level;
        return !Limits || missing <= 0 ? 0 : missing / Rate;
    }
}
