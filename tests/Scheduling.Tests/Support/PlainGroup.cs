using Granary.Scheduling.Tasks;

namespace Granary.Scheduling.Tests.Support;

/// <summary>A group of the plain scheduler.</summary>
internal sealed class PlainGroup(TaskDeclaration declaration, PlainTenant tenant, double tag)
{
    public TaskDeclaration Declaration => declaration;

    public PlainTenant Tenant => tenant;

    public double Tag { get; set; } = tag;

    public long Activation { get; set; }

    public List<TaskKey> Tasks { get; } = [];

    public Dictionary<string, int> Debt { get; } = [];
}
