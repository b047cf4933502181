namespace Granary.Scheduling.Timelines;

/// <summary>What the timelines of a run are worth.</summary>
/// <param name="Executions">Executions of tasks.</param>
/// <param name="Disordered">Of those, with instants that run backwards; 0 is right.</param>
/// <param name="HiddenWaiters">Workers that began before they had their lease; 0 is right.</param>
/// <param name="OpenTaskLeases">Task leases that are not back at the end of the events.</param>
/// <param name="OpenRequestLeases">Permits that are not back at the end of the events.</param>
/// <param name="OpenWaits">Waits for a permit that have no end.</param>
/// <param name="ReadyQueueWait">From queued to selected.</param>
/// <param name="TaskAdmissionWait">From selected to leased.</param>
/// <param name="ReadyToLease">From queued to leased.</param>
/// <param name="RequestWait">Waits for permits.</param>
/// <param name="ModelTime">Calls.</param>
/// <param name="PeakLeases">Most task leases at once: what counts as capacity below.</param>
/// <param name="ActiveCapacityIntegral">Share of it in use, over the time.</param>
/// <param name="ReadyIdleGap">Seconds with work and capacity that no provider held back.</param>
/// <param name="StarvedIdle">Idle capacity-seconds in them: our fault.</param>
/// <param name="FrontierIdle">Idle capacity-seconds with nothing ready.</param>
/// <param name="ProviderIdle">Idle capacity-seconds in which providers held all work back.</param>
/// <param name="RatelimitedShare">Refusals for load per call.</param>
/// <param name="DeniedRequests">Calls that got no permit: <c>request_acquire_denied</c> and <c>request_wait_timeout</c>.</param>
public sealed record RunTimelineMetrics(
    int Executions,
    int Disordered,
    int HiddenWaiters,
    int OpenTaskLeases,
    int OpenRequestLeases,
    int OpenWaits,
    Spread ReadyQueueWait,
    Spread TaskAdmissionWait,
    Spread ReadyToLease,
    Spread RequestWait,
    Spread ModelTime,
    int PeakLeases,
    double ActiveCapacityIntegral,
    double ReadyIdleGap,
    double StarvedIdle,
    double FrontierIdle,
    double ProviderIdle,
    double RatelimitedShare,
    int DeniedRequests);
