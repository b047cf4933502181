using Granary.Admission.Agents;
using Granary.Admission.Estimators;
using Granary.Admission.Gates;
using Granary.Admission.Protocol;

namespace Granary.Admission.Ledgers;

/// <summary>One domain of a ledger: its estimator, gate and rates, the demand for it, and sums over its bookings.</summary>
internal sealed class LedgerDomain(Domain domain, ILimitEstimator estimator, Gate gate, double agingBound)
{
    private BookingCount _sum;
    private int _short;
    private int _users;

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

    /// <summary>Permits charged, ghosts and direct leases included.</summary>
    public int Outstanding => _sum.Charged;

    public int InUse => _sum.InUse;

    public int InFlight => _sum.InFlight;

    public int Wanted => _sum.Wanted;

    /// <summary>Agents that lack permits.</summary>
    public int Lacking => _short;

    /// <summary>Agents with calls in flight.</summary>
    public int Users => _users;

    public long Admitted { get; set; }

    public long RateLimited { get; set; }

    public EstimatorEffect? LastChange { get; private set; }

    public double LastChangeAt { get; private set; }

    /// <summary>A booking changed: the sums follow.</summary>
    public void Recount(Booking booking)
    {
        var before = booking.Counted;
        var after = new BookingCount(
            booking.Charged, booking.InUse, booking.InFlight, booking.Wanted, booking.Short && !booking.Agent.Gone, booking.InFlight > 0);
        booking.Counted = after;
        _sum = new BookingCount(
            _sum.Charged + after.Charged - before.Charged, _sum.InUse + after.InUse - before.InUse, _sum.InFlight + after.InFlight - before.InFlight,
            _sum.Wanted + after.Wanted - before.Wanted, false, false);
        _short += (after.Short ? 1 : 0) - (before.Short ? 1 : 0);
        _users += (after.Using ? 1 : 0) - (before.Using ? 1 : 0);
    }

    /// <summary>Somebody else than this one lacks permits.</summary>
    public bool OthersLack(Booking? booking) => _short > (booking?.Counted.Short == true ? 1 : 0);

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
}
