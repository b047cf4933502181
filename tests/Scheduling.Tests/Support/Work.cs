using Granary.Admission;
using Granary.Scheduling.Tasks;

namespace Granary.Scheduling.Tests.Support;

/// <summary>Declares groups and tasks by name.</summary>
internal static class Work
{
    public static RunProfile Run(string run = "r", string tenant = "t", int weight = 1, Band band = Band.Bulk, int? maxInFlight = null) =>
        new(run, tenant, weight, band, maxInFlight);

    public static TaskDeclaration Group(string name, int weight = 1, int? cap = null, RunProfile? run = null, ResourceKey? key = null, params (string Resource, int Amount)[] demand)
    {
        run ??= Run();
        var amounts = demand.Length == 0 ? Demand.Default : new Demand(demand.Select(want => new ResourceAmount(want.Resource, want.Amount)));
        return new TaskDeclaration(run, new GroupKey(run.Run, GroupKind.Local, [name], [name]), amounts, weight, cap, key);
    }

    public static TaskDeclaration Model(string name, int weight, int? cap, RunProfile? run = null) =>
        Group(name, weight, cap, run, null, (ResourceNames.Submission, 1), (ResourceNames.LlmWait, 1));

    /// <summary>The task's column is a number made of its group's names, so that tasks of different groups differ.</summary>
    public static QueuedTask Task(TaskDeclaration group, long row) =>
        new(new TaskKey(group.Run.Run, Column(group), 0, row, TaskType.Cell), group);

    public static QueuedTask[] Tasks(TaskDeclaration group, int count, long from = 0) =>
        [.. Enumerable.Range(0, count).Select(index => Task(group, from + index))];

    public static string Name(QueuedTask task) => task.Declaration.Group.Identity;

    private static int Column(TaskDeclaration group) => (group.Group.Identity + group.Group.Columns).Aggregate(17, (hash, letter) => unchecked((hash * 31) + letter));
}
