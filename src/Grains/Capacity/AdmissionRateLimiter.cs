using System.Threading.RateLimiting;
using Granary.Admission;

namespace Granary.Grains.Capacity;

/// <summary>
/// Admission as a rate limiter of .NET, for code that knows only those: one key, one tenant, one band. A permit is one call in flight; more than one
/// at a time would hold some while it waits for others, so it is refused as misuse. Thread-safe.
/// </summary>
/// <param name="admission">Whose permits.</param>
/// <param name="request">What each acquire asks for.</param>
/// <param name="time">For renewals and idleness.</param>
public sealed class AdmissionRateLimiter(IRequestAdmission admission, AdmissionRequest request, TimeProvider time) : RateLimiter
{
    private long _usedAt = time.GetTimestamp();
    private long _held;
    private long _leased;
    private long _failed;

    /// <inheritdoc/>
    public override TimeSpan? IdleDuration => Interlocked.Read(ref _held) > 0 ? null : time.GetElapsedTime(Interlocked.Read(ref _usedAt));

    /// <inheritdoc/>
    public override RateLimiterStatistics GetStatistics()
    {
        var waiting = 0;
        foreach (var band in admission.Snapshot(request.Key)?.Waiters ?? [])
        {
            waiting += band;
        }

        return new RateLimiterStatistics
        {
            CurrentAvailablePermits = admission.Runnable(request.Key).Free,
            CurrentQueuedCount = waiting,
            TotalSuccessfulLeases = Interlocked.Read(ref _leased),
            TotalFailedLeases = Interlocked.Read(ref _failed),
        };
    }

    /// <inheritdoc/>
    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        Demand(permitCount);
        return permitCount == 0 ? Look() : Lease(admission.TryAcquire(request));
    }

    /// <inheritdoc/>
    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        Demand(permitCount);
        return permitCount == 0 ? Look() : Lease(await admission.AcquireAsync(request, cancellationToken));
    }

    private static void Demand(int permitCount)
    {
        if (permitCount > 1)
        {
            throw new ArgumentOutOfRangeException(nameof(permitCount), permitCount, "A permit is one call in flight: acquire 1 for each call, or 0 to look.");
        }
    }

    /// <summary>No permit asked for: says whether one could be had, and takes none.</summary>
    private AdmissionRateLimitLease Look() => new(null, admission.Runnable(request.Key).Free > 0, null, null);

    private AdmissionRateLimitLease Lease(in AdmissionResult result)
    {
        Interlocked.Exchange(ref _usedAt, time.GetTimestamp());
        if (!result.Granted)
        {
            Interlocked.Increment(ref _failed);
            return new AdmissionRateLimitLease(null, false, result.Denial, null);
        }

        Interlocked.Increment(ref _leased);
        Interlocked.Increment(ref _held);
        return new AdmissionRateLimitLease(new AdmissionLease(admission, result, time), true, null, Returned);
    }

    private void Returned()
    {
        Interlocked.Decrement(ref _held);
        Interlocked.Exchange(ref _usedAt, time.GetTimestamp());
    }
}
