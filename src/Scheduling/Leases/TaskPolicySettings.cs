using System.Collections.Immutable;

namespace Granary.Scheduling.Leases;

/// <summary>The policy of a controller. Immutable.</summary>
public sealed record TaskPolicySettings
{
    /// <summary>Which one.</summary>
    public TaskPolicyKind Kind { get; init; } = TaskPolicyKind.BoundedBorrow;

    /// <summary>
    /// Whether units that the denials of a whole fair pass would leave idle are given to the first in queue order. Null: yes for
    /// <see cref="TaskPolicyKind.BoundedBorrow"/>, no for <see cref="TaskPolicyKind.StrictFair"/>.
    /// </summary>
    public bool? WorkConserving { get; init; }

    /// <summary>Rounding of fair parts.</summary>
    public ShareRounding Rounding { get; init; } = ShareRounding.Ceil;

    /// <summary>Part of a limit, 0 to 1, that nobody borrows, up to <see cref="ReservedSlots"/> units.</summary>
    public double ReserveFraction { get; init; }

    /// <summary>Most units the reserve takes, above 0.</summary>
    public int ReservedSlots { get; init; } = 8;

    /// <summary>Most units of any one resource a group may owe, at least 0; null: what limit, reserve and part leave.</summary>
    public int? DebtCap { get; init; }

    /// <summary>The same for single groups and resources; goes before <see cref="DebtCap"/>.</summary>
    public ImmutableDictionary<DebtCapKey, int> DebtCaps { get; init; } = ImmutableDictionary<DebtCapKey, int>.Empty;

    internal bool UsesSpare => WorkConserving ?? Kind == TaskPolicyKind.BoundedBorrow;

    internal IEnumerable<string> Problems()
    {
        if (ReserveFraction is not (>= 0 and <= 1))
            yield return $"ReserveFraction is {ReserveFraction}; it must be from 0 to 1.";

        if (ReservedSlots <= 0)
            yield return $"ReservedSlots is {ReservedSlots}; it must be above 0.";

        if (DebtCap < 0)
            yield return $"DebtCap is {DebtCap}; it must be at least 0.";

        foreach (var (key, cap) in DebtCaps.Where(entry => entry.Value < 0))
        {
            yield return $"DebtCaps of group '{key.Identity}' and resource '{key.Resource}' is {cap}; it must be at least 0.";
        }
    }
}
