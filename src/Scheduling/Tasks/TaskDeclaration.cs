using Granary.Admission;

namespace Granary.Scheduling.Tasks;

/// <summary>
/// What class of resource the tasks of a column use: never how many calls they make. One instance per column and run, shared by all its tasks.
/// Immutable.
/// </summary>
public sealed class TaskDeclaration
{
    /// <summary>Declares. Local, model and custom work are declared by <see cref="TaskDeclarations"/>.</summary>
    public TaskDeclaration(RunProfile run, GroupKey group, Demand demand, int weight = 1, int? groupCap = null, ResourceKey? requestKey = null)
    {
        if (group.Run != run.Run)
            throw new ArgumentException($"Group '{group}' is not one of run '{run.Run}'.", nameof(group));

        ArgumentOutOfRangeException.ThrowIfLessThan(groupCap ?? 1, 1, nameof(groupCap));
        Run = run;
        Group = group;
        Demand = demand;
        Weight = Math.Max(1, weight);
        GroupCap = groupCap;
        RequestKey = requestKey;
    }

    /// <summary>The run.</summary>
    public RunProfile Run { get; }

    /// <summary>The group its tasks queue in.</summary>
    public GroupKey Group { get; }

    /// <summary>Units a running task holds.</summary>
    public Demand Demand { get; }

    /// <summary>The group's weight among its peers, at least 1.</summary>
    public int Weight { get; }

    /// <summary>How many tasks of the group may run while others want the same; null: no cap.</summary>
    public int? GroupCap { get; }

    /// <summary>Where its calls go, if that is one place: the task starts only while the key may be called.</summary>
    public ResourceKey? RequestKey { get; }
}
