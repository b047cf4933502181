using System.Collections.Immutable;
using Granary.Scheduling.Queueing;
using Granary.Scheduling.Resources;

namespace Granary.Scheduling.Leases;

/// <content>Why not, and what is in force. Built when somebody asks, never on the way of a task.</content>
public sealed partial class TaskAdmissionController
{
    /// <summary>Why every queued head waits: one reason per group. Empty when nothing is queued. Costs one judgement per group.</summary>
    public BlockExplanation ExplainBlocked()
    {
        var heads = ImmutableArray.CreateBuilder<BlockedHead>();
        foreach (var group in _queue.ActiveGroups())
        {
            if (Explain(new GroupStanding(group), group.Head!, AdmissionMode.Fair) is { } denial)
                heads.Add(new BlockedHead(group.Key, _queue.First(group).Key, denial));
        }

        return new BlockExplanation(_queue.Version, _queue.Count, heads.ToImmutable());
    }

    /// <summary>Limits and what is held of them.</summary>
    public TaskAdmissionView View()
    {
        var groups = ImmutableArray.CreateBuilder<GroupAdmissionView>();
        foreach (var group in _queue.Groups.Where(group => group.Leases > 0 || group.Queued > 0))
        {
            var uses = group.Uses.Where(use => !use.Empty).Select(use => new GroupResourceView(use.Resource.Name, use.Queued, use.Leased, use.Debt));
            groups.Add(new GroupAdmissionView(group.Key, group.Queued, group.Running, [.. uses]));
        }

        var resources = _resources.Resources
            .OrderBy(resource => resource.Name, StringComparer.Ordinal)
            .Select(View);
        return new TaskAdmissionView([.. resources], groups.ToImmutable(), Active, Yielded);
    }

    /// <summary>One resource; null when nothing knows it.</summary>
    public ResourceView? View(string name) => _resources.Find(name) is { } resource ? View(resource) : null;

    private static ResourceView View(Resource resource) => new(resource.Name, resource.Limit, resource.Available, resource.Leased, resource.Queued);

    private TaskDenial? Explain(in GroupStanding asker, DemandShape shape, AdmissionMode mode)
    {
        if (ShuttingDown)
            return TaskDenial.ShuttingDown;

        if (!shape.IsOpen)
            return Shortage(shape);

        var answer = _policy.Judge(asker, shape, mode);
        if (answer is not { Denial: { } reason, Resource: { } resource })
            return null;

        var (leased, debt) = asker.Holds(resource);
        var pressing = ImmutableArray.CreateBuilder<string>();
        foreach (var want in shape.PolicyWants)
        {
            if (asker.PressureOn(want.Resource).Heads > 0)
                pressing.Add(want.Resource.Name);
        }

        return new TaskDenial(reason, [], null, resource.Name, answer.Part, leased, debt, pressing.ToImmutable());
    }

    /// <summary>Our own limits first: only if they would do, the endpoint is what stands in the way.</summary>
    private static TaskDenial Shortage(DemandShape shape)
    {
        var ours = ImmutableArray.CreateBuilder<ResourceShortage>();
        var outside = ImmutableArray.CreateBuilder<ResourceShortage>();
        foreach (var (resource, amount) in shape.Wants)
        {
            if (resource.Available >= amount)
                continue;

            var shortOfOurs = resource.StaticLimit - resource.Leased < amount;
            (shortOfOurs ? ours : outside).Add(new ResourceShortage(resource.Name, amount, resource.Available));
        }

        if (shape.Run is { Available: < 1 } run)
            ours.Add(new ResourceShortage(run.Name, 1, run.Available));

        if (ours.Count > 0)
            return new TaskDenial(TaskDenialReason.NoCapacity, ours.ToImmutable());

        if (shape.Key is { Gate: { Available: < 1 } gate })
            outside.Add(new ResourceShortage(gate.Name, 1, gate.Available));

        return new TaskDenial(TaskDenialReason.RequestBlocked, outside.ToImmutable(), shape.Key?.BlockedUntil);
    }
}
