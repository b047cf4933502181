using Granary.Admission;

namespace Granary.Grains.Capacity;

/// <summary>Leases by the habits of .NET: acquired with await, given back by <c>await using</c>.</summary>
public static class AdmissionLeases
{
    /// <summary>Waits for a permit in fair order; whether there is one is <see cref="AdmissionLease.IsAcquired"/>.</summary>
    /// <exception cref="OperationCanceledException">Only when cancelled before there is an answer; no permit is held then.</exception>
    public static async ValueTask<AdmissionLease> LeaseAsync(
        this IRequestAdmission admission, AdmissionRequest request, TimeProvider time, CancellationToken cancellationToken) =>
        new(admission, await admission.AcquireAsync(request, cancellationToken), time);

    /// <summary>A permit now, or none.</summary>
    public static AdmissionLease TryLease(this IRequestAdmission admission, AdmissionRequest request, TimeProvider time) =>
        new(admission, admission.TryAcquire(request), time);
}
