using Granary.Admission;

namespace Granary.Grains.Models;

/// <summary>
/// A lease in the hands of one attempt: renewed while the call runs, given back exactly once. Disposed without a report it goes back as our own
/// fault, so that no path, foreseen or not, keeps a permit.
/// </summary>
internal sealed class HeldLease : IDisposable
{
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(20);

    private readonly IRequestAdmission _admission;
    private readonly RequestLease _lease;
    private readonly ITimer _renewal;
    private int _released;

    public HeldLease(IRequestAdmission admission, RequestLease lease, TimeProvider time)
    {
        _admission = admission;
        _lease = lease;
        _renewal = time.CreateTimer(static me => ((HeldLease)me!).Renew(), this, RenewEvery, RenewEvery);
    }

    /// <summary>2xx headers were seen.</summary>
    public void Accepted() => _admission.Accepted(_lease);

    /// <summary>Gives the lease back. Only the first call counts, and only it returns a result.</summary>
    public ReleaseResult? Release(in ReleaseReport report)
    {
        if (Interlocked.Exchange(ref _released, 1) != 0)
        {
            return null;
        }

        _renewal.Dispose();
        return _admission.Release(_lease, report);
    }

    /// <inheritdoc/>
    public void Dispose() => Release(new ReleaseReport(ReleaseOutcome.UnexpectedException));

    private void Renew()
    {
        if (Volatile.Read(ref _released) == 0)
        {
            _admission.Renew(_lease);
        }
    }
}
