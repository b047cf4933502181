using Granary.Admission;

namespace Granary.Scheduling.Tasks;

/// <summary>Whose work a run is and how much of it may run at once. Equal runs have equal profiles.</summary>
/// <param name="Run">Run id.</param>
/// <param name="Tenant">On whose behalf.</param>
/// <param name="TenantWeight">1 to 1,000; below 1 counts as 1.</param>
/// <param name="Band">Priority class.</param>
/// <param name="MaxInFlight">Tasks of the run that may hold a lease at once in this process, yielded ones included; null: only what the process sets.</param>
public sealed record RunProfile(string Run, string Tenant = "", int TenantWeight = 1, Band Band = Band.Bulk, int? MaxInFlight = null);
