using System.Collections.Immutable;

namespace Granary.Admission.Ledgers;

/// <summary>An agent that may hold shares.</summary>
/// <param name="AgentId">Stable name of its process.</param>
/// <param name="Incarnation">Life of that process.</param>
/// <param name="Sequence">Its newest message.</param>
/// <param name="Booked">Permits it may use, by domain; exact only when handed over.</param>
/// <param name="InFlight">Its calls in flight, by domain; exact only when handed over.</param>
public sealed record LedgerHolder(
    string AgentId,
    ulong Incarnation,
    long Sequence,
    ImmutableSortedDictionary<Domain, int> Booked,
    ImmutableSortedDictionary<Domain, int> InFlight)
{
    /// <summary>Where notices reach it, in the shell's own form; null: unknown.</summary>
    public string? Address { get; init; }

    /// <summary>It has vanished: what is booked are calls that were in flight.</summary>
    public bool Ghost { get; init; }
}
