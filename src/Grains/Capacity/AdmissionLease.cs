using Granary.Admission;
using Granary.Admission.Signals;

namespace Granary.Grains.Capacity;

/// <summary>
/// A lease in somebody's hands: renewed every 20 s while it is held, given back exactly once. Disposed without a report it goes back as our own
/// fault, so that no path, foreseen or not, keeps a permit. Thread-safe.
/// </summary>
public sealed class AdmissionLease : IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(20);
    private readonly IRequestAdmission _admission;
    private readonly RequestLease _lease;
    private readonly ITimer? _renewal;
    private int _released;

    /// <summary>Takes over what an acquire answered.</summary>
    public AdmissionLease(IRequestAdmission admission, in AdmissionResult result, TimeProvider time)
    {
        _admission = admission;
        _lease = result.Lease;
        Denial = result.Denial;
        _released = result.Granted ? 0 : 1;
        if (result.Granted)
        {
            _renewal = time.CreateTimer(static me => ((AdmissionLease)me!).Renew(), this, RenewEvery, RenewEvery);
        }
    }

    /// <summary>A permit is held, or was.</summary>
    public bool IsAcquired => Denial is null;

    /// <summary>Why there is none; null if there is one.</summary>
    public AdmissionDenial? Denial { get; }

    /// <summary>The lease; meaningless unless acquired.</summary>
    public RequestLease Lease => _lease;

    /// <summary>2xx headers were seen; <paramref name="rates"/>: their rate fields.</summary>
    public void Accepted(RateFields? rates = null) => _admission.Accepted(_lease, rates);

    /// <summary>Gives the lease back with what was learned. Only the first call counts, and only it returns a result.</summary>
    public ReleaseResult? Release(in ReleaseReport report)
    {
        if (Interlocked.Exchange(ref _released, 1) != 0)
        {
            return null;
        }

        _renewal?.Dispose();
        return _admission.Release(_lease, report);
    }

    /// <inheritdoc/>
    public void Dispose() => Release(new ReleaseReport(ReleaseOutcome.UnexpectedException));

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void Renew()
    {
        if (Volatile.Read(ref _released) == 0)
        {
            _admission.Renew(_lease);
        }
    }
}
