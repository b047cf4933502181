using Granary.Scheduling.Queueing;
using Granary.Scheduling.Resources;

namespace Granary.Scheduling.Leases;

/// <summary>What a policy knows of the group that asks.</summary>
/// <param name="Group">Null: never seen, so it holds nothing and presses on nothing.</param>
/// <param name="Weight">Its weight.</param>
/// <param name="Cap">Its cap; null: none.</param>
/// <param name="Identity">For debt caps of its own.</param>
internal readonly record struct GroupStanding(FlowGroup? Group, int Weight, int? Cap, string Identity)
{
    public GroupStanding(FlowGroup group)
        : this(group, group.Weight, group.Cap, group.Key.Identity)
    {
    }

    public int Running => Group?.Running ?? 0;

    public Pressure PressureOn(Resource resource) => ResourceTable.PressureOn(resource, Group?.PressesOn(resource) ?? false, Weight);

    public (int Leased, int Debt) Holds(Resource resource)
    {
        if (Group is null)
            return default;

        var use = Group.Use(resource);
        return (use.Leased, use.Debt);
    }
}
