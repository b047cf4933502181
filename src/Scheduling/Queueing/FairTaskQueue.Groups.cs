using Granary.Scheduling.Resources;
using Granary.Scheduling.Tasks;

namespace Granary.Scheduling.Queueing;

/// <content>How groups and tenants come, get and lose work, rest and are forgotten.</content>
public sealed partial class FairTaskQueue
{
    /// <summary>A run has left: its tasks are discarded, its groups forgotten as soon as their last lease ends.</summary>
    internal void RemoveRun(string run, ICollection<TaskKey>? discarded = null)
    {
        DiscardWhere(task => task.Run == run, discarded);
        foreach (var group in _groups.Values.Where(group => group.Key.Run == run).ToArray())
        {
            group.Leaving = true;
            if (group.Leases > 0)
                continue;

            group.Tenant.Clock.Rouse(group);
            Forget(group);
        }

        Prune();
    }

    /// <summary>The last lease of a group has ended.</summary>
    internal void Released(FlowGroup group)
    {
        if (group.Queued == 0 && group.Leases == 0)
            Rest(group);
    }

    private void Prune()
    {
        Resources.Prune();
        foreach (var tenant in _bands.SelectMany(band => band.Tenants))
        {
            tenant.Prune();
        }
    }

    private FlowGroup GroupOf(TaskDeclaration declaration)
    {
        if (_groups.TryGetValue(declaration.Group, out var group))
        {
            group.Leaving = false;
            return group;
        }

        var band = _bands[(int)declaration.Run.Band];
        var tenant = band.Tenant(declaration.Run.Tenant);
        if (tenant.Groups++ == 0 && tenant.Place >= 0)
            band.Clock.Rouse(tenant);

        group = new FlowGroup(declaration.Group, tenant);
        tenant.Clock.Begin(group);
        _groups.Add(declaration.Group, group);
        return group;
    }

    private static void Activate(FlowGroup group, TaskDeclaration declaration, DemandShape shape, double now)
    {
        var tenant = group.Tenant;
        var band = tenant.Band;
        if (group.Place >= 0)
            tenant.Clock.Rouse(group);

        group.Weight = declaration.Weight;
        group.Cap = declaration.GroupCap;
        tenant.Clock.Activate(group);
        Present(group, shape);
        if (tenant.Queued > 0)
            return;

        if (band.Queued == 0)
            band.WaitsSince = now;

        tenant.Weight = Math.Max(1, declaration.Run.TenantWeight);
        band.Clock.Activate(tenant);
        band.Active.Add(tenant);
    }

    /// <summary>After the first task left: the next one becomes head, or the group has no work.</summary>
    private void AdvanceHead(FlowGroup group)
    {
        if (group.First < 0)
        {
            Deactivate(group);
            return;
        }

        var shape = group.ShapeOf(First(group).Declaration, Resources);
        if (ReferenceEquals(shape, group.Head))
        {
            group.Lane!.Update(group);
            return;
        }

        Withdraw(group);
        Present(group, shape);
    }

    private void Deactivate(FlowGroup group)
    {
        Withdraw(group);
        if (group.Tenant.Queued == 0)
            group.Tenant.Band.Active.Remove(group.Tenant);

        if (group.Leases == 0)
            Rest(group);
    }

    private void Rest(FlowGroup group)
    {
        if (group.Leaving)
        {
            Forget(group);
            Prune();
        }
        else if (group.Tenant.Clock.Rest(group) is FlowGroup forgotten)
        {
            Forget(forgotten);
        }
    }

    private void Forget(FlowGroup group)
    {
        var tenant = group.Tenant;
        _groups.Remove(group.Key);
        if (--tenant.Groups == 0 && tenant.Band.Clock.Rest(tenant) is TenantQueue forgotten)
            tenant.Band.Forget(forgotten);
    }

    private static void Present(FlowGroup group, DemandShape shape)
    {
        group.Head = shape;
        shape.AddHead(group.Weight);
        group.Lane = group.Tenant.LaneOf(shape);
        group.Lane.Add(group);
    }

    private static void Withdraw(FlowGroup group)
    {
        group.Lane!.Remove(group);
        group.Head!.RemoveHead(group.Weight);
        (group.Head, group.Lane) = (null, null);
    }
}
