using Granary.Admission.Events;

namespace Granary.Admission;

/// <summary>One call that wants to go out.</summary>
/// <param name="Key">What it would call.</param>
/// <param name="Tenant">On whose behalf.</param>
/// <param name="Flow">Turn-taking key inside the tenant; null is the tenant's one default flow.</param>
/// <param name="Band">Priority class.</param>
/// <param name="MaxWait">Bound of the wait; null is the band's queue time-out, zero means: decide now, a free permit is taken.</param>
/// <param name="Deadline">The caller's own deadline, counted from now; null is none.</param>
/// <param name="EstimatedTokens">Input and expected output, at least 0.</param>
public sealed record AdmissionRequest(
    ResourceKey Key,
    string Tenant,
    string? Flow = null,
    Band Band = Band.Bulk,
    TimeSpan? MaxWait = null,
    TimeSpan? Deadline = null,
    int EstimatedTokens = 0)
{
    /// <summary>When it asked first, if it asks again: <see cref="AdmissionResult.Arrival"/> of the earlier answer.</summary>
    public Arrival Arrival { get; init; }

    /// <summary>Life of its lease between renewals, 1 to 300 s; null is the default. For holders that renew by themselves.</summary>
    public TimeSpan? LeaseLife { get; init; }

    /// <summary>Number of the attempt, for events; 0: none.</summary>
    public long Attempt { get; init; }

    /// <summary>What its events belong to; null: nothing, or nobody listens.</summary>
    public RequestCorrelation? Correlation { get; init; }
}
