using Granary.Scheduling.Queueing;
using Granary.Scheduling.Resources;

namespace Granary.Scheduling.Leases;

/// <summary>
/// A group may always have its part of each resource: by weight among itself and those that press. While nobody presses it takes more, as debt,
/// up to a cap; while somebody presses it takes no more before the debt is repaid. Any release of the group repays.
/// </summary>
internal sealed class BoundedBorrowPolicy(TaskPolicySettings settings) : TaskPolicy
{
    public override PolicyAnswer Judge(in GroupStanding asker, DemandShape shape, AdmissionMode mode)
    {
        if (asker.Cap is null)
            return PolicyAnswer.Yes;

        foreach (var want in shape.PolicyWants)
        {
            var resource = want.Resource;
            var pressure = asker.PressureOn(resource);
            var part = Part(asker, resource, pressure);
            var (leased, debt) = asker.Holds(resource);
            if (pressure.Heads > 0 && mode == AdmissionMode.Fair)
            {
                if (debt > 0)
                    return new PolicyAnswer(TaskDenialReason.BorrowDebt, resource, part);

                if (leased + want.Amount > part)
                    return new PolicyAnswer(TaskDenialReason.GroupCap, resource, part);
            }
            else if (Excess(leased, want.Amount, part) is > 0 and var excess && debt + excess > DebtCap(asker, resource, part))
            {
                return new PolicyAnswer(TaskDenialReason.BorrowDebt, resource, part);
            }
        }

        return PolicyAnswer.Yes;
    }

    public override void Acquiring(in GroupStanding asker, DemandShape shape)
    {
        if (asker.Cap is null)
            return;

        foreach (var want in shape.PolicyWants)
        {
            var use = asker.Group!.Use(want.Resource);
            use.Debt += Excess(use.Leased, want.Amount, Part(asker, want.Resource, asker.PressureOn(want.Resource)));
        }
    }

    private static int Excess(int leased, int requested, int part) => Math.Clamp(leased + requested - part, 0, requested);

    /// <summary>Alone, a group is measured against one peer of its own weight, so that what it holds beyond half of a limit is debt when a newcomer comes.</summary>
    private int Part(in GroupStanding asker, Resource resource, Pressure pressure)
    {
        var limit = resource.Limit;
        if (limit <= 1)
            return Math.Max(0, limit);

        var weight = (long)asker.Weight;
        var all = weight + (pressure.Heads > 0 ? pressure.Weight : weight);
        var part = ((limit * weight) + (settings.Rounding == ShareRounding.Ceil ? all - 1 : 0)) / all;
        return (int)Math.Min(Math.Max(1, part), Math.Min(asker.Cap ?? limit, limit));
    }

    private int DebtCap(in GroupStanding asker, Resource resource, int part)
    {
        if (settings.DebtCaps.Count > 0 && settings.DebtCaps.TryGetValue(new DebtCapKey(asker.Identity, resource.Name), out var own))
            return own;

        var reserved = Math.Min(settings.ReservedSlots, (int)Math.Ceiling(resource.Limit * settings.ReserveFraction));
        return settings.DebtCap ?? Math.Max(0, resource.Limit - reserved - part);
    }
}
