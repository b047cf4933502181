using System.Collections.Immutable;
using Granary.Admission.Protocol;

namespace Granary.Admission.Ledgers;

/// <summary>What one agent wants of one domain.</summary>
/// <param name="Demand">By band and tenant; calls in flight count as wanted.</param>
/// <param name="Idle">Permits it would like to keep unused.</param>
internal readonly record struct AgentDemand(ImmutableArray<TenantDemand> Demand, int Idle);
