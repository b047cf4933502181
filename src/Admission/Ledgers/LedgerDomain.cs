using Granary.Admission.Agents;
using Granary.Admission.Estimators;
using Granary.Admission.Gates;
using Granary.Admission.Protocol;

namespace Granary.Admission.Ledgers;

/// <summary>One domain of a ledger: its estimator, gate and rates, the demand for it, and sums over its bookings.</summary>
internal sealed class LedgerDomain(Domain domain, ILimitEstimator estimator, Gate gate, double agingBound)
{

    public Domain Domain => domain;

    public ILimitEstimator Estimator => estimator;

    public Gate Gate => gate;

    /// <summary>Agent that has the probe.</summary>
    public LedgerAgent? Prober { get; set; }

    public FairDivision Division { get; } = new();

    public LendingMode Mode { get; set; }

    public DirectQueue Queue { get; } = new(agingBound);

    public CreditBucket Requests { get; } = new(whole: true);

    public CreditBucket Tokens { get; } = new(whole: false);

    /// <summary>Rates that agents have configured, the smallest of each.</summary>
    public RateCaps Configured { get; set; }

    /// <summary>An agent came, went or configured other rates.</summary>
    public bool RatesStale { get; set; }

    /// <summary>Requests per minute as the provider said last; 0: it never did.</summary>
    public double LearnedRequests { get; set; }

    /// <summary>Tokens per minute as the provider said last; 0: it never did.</summary>
    public double LearnedTokens { get; set; }

    /// <summary>Permits charged, ghosts and direct leases included.</summary>
    public int Outstanding { get; private set; }

    public int InUse { get; private set; }

    public int InFlight { get; private set; }

    public int Wanted { get; private set; }

    /// <summary>Agents that lack permits.</summary>
    public int Lacking { get; private set; }

    /// <summary>Agents with calls in flight.</summary>
    public int Users { get; private set; }

    /// <summary>Agents with calls in flight or waiters.</summary>
    public int Wanting { get; private set; }

    public long Admitted { get; set; }

    public long RateLimited { get; set; }

    public EstimatorEffect? LastChange { get; private set; }

    public double LastChangeAt { get; private set; }

    /// <summary>A booking changed: the sums follow.</summary>
    public void Recount(Booking booking)
    {
        var before = booking.Counted;
        var after = new BookingCount(booking.Charged, booking.InUse, booking.InFlight, booking.Wanted, booking.Short && !booking.Agent.Gone);
        booking.Counted = after;
        Outstanding += after.Charged - before.Charged;
        InUse += after.InUse - before.InUse;
        InFlight += after.InFlight - before.InFlight;
        Wanted += after.Wanted - before.Wanted;
        Lacking += One(after.Short) - One(before.Short);
        Users += One(after.InFlight > 0) - One(before.InFlight > 0);
        Wanting += One(after.Wanted > 0) - One(before.Wanted > 0);
    }

    /// <summary>Somebody else than this one lacks permits.</summary>
    public bool OthersLack(Booking? booking) => Lacking > One(booking?.Counted.Short == true);

    /// <summary>Notes an effect; true if the limit moved.</summary>
    public bool Note(in EstimatorEffect effect, double now)
    {
        if (effect.Kind is not (EstimatorEffectKind.LimitDecreased or EstimatorEffectKind.LimitIncreased))
        {
            return false;
        }

        LastChange = effect;
        LastChangeAt = now;
        return true;
    }

    private static int One(bool value) => value ? 1 : 0;
}
