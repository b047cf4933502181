using Granary.Scheduling.Resources;
using Granary.Scheduling.Tasks;

namespace Granary.Scheduling.Queueing;

/// <summary>A group: where its tasks begin and end, its place among its tenant's groups, and what it holds.</summary>
internal sealed class FlowGroup(GroupKey key, TenantQueue tenant) : Turn
{
    private GroupUse[] _uses = [];
    private TaskDeclaration? _declaration;
    private DemandShape? _shape;

    public GroupKey Key => key;

    public TenantQueue Tenant => tenant;

    /// <summary>At least 1. Taken from the declaration whenever the group gets work after having none.</summary>
    public int Weight { get; set; } = 1;

    public int? Cap { get; set; }

    /// <summary>Place of its first task in the table; -1: nothing queued.</summary>
    public int First { get; set; } = -1;

    /// <summary>Place of its last task.</summary>
    public int Last { get; set; } = -1;

    /// <summary>Queued tasks.</summary>
    public int Queued { get; set; }

    /// <summary>Tasks that hold units.</summary>
    public int Running { get; set; }

    /// <summary>Leases, yielded ones included. The group is not forgotten before they end.</summary>
    public int Leases { get; set; }

    /// <summary>Shape of its first task; null: nothing queued.</summary>
    public DemandShape? Head { get; set; }

    /// <summary>Where it waits its turn.</summary>
    public Lane? Lane { get; set; }

    /// <summary>Its run has left: forgotten as soon as nothing holds it.</summary>
    public bool Leaving { get; set; }

    public IReadOnlyList<GroupUse> Uses => _uses;

    /// <summary>The declaration's shape, remembered because a group's tasks have nearly always the same.</summary>
    public DemandShape ShapeOf(TaskDeclaration declaration, ResourceTable resources)
    {
        if (!ReferenceEquals(_declaration, declaration) || _shape is null or { Retired: true })
            (_declaration, _shape) = (declaration, resources.ShapeOf(declaration));

        return _shape;
    }

    /// <summary>What the group holds and owes of a resource; made when first asked for.</summary>
    public GroupUse Use(Resource resource)
    {
        foreach (var use in _uses)
        {
            if (ReferenceEquals(use.Resource, resource))
                return use;
        }

        var made = new GroupUse(resource);
        _uses = [.. _uses.Where(use => !use.Empty), made];
        return made;
    }

    /// <summary>Whether its own head is among those that press on a resource.</summary>
    public bool PressesOn(Resource resource) => Head is { IsOpen: true } head && head.Names(resource);
}
