using System.Collections.Immutable;

namespace Granary.Admission.Ledgers;

/// <summary>An agent that may hold shares.</summary>
/// <param name="AgentId">Stable name of its process.</param>
/// <param name="Incarnation">Life of that process.</param>
/// <param name="Sequence">Its newest report.</param>
/// <param name="Booked">Permits it may use, by domain; exact only when handed over.</param>
/// <param name="InFlight">Its calls in flight, by domain; exact only when handed over.</param>
public sealed record LedgerHolder(
    string AgentId,
    ulong Incarnation,
    long Sequence,
    ImmutableSortedDictionary<Domain, int> Booked,
    ImmutableSortedDictionary<Domain, int> InFlight);
