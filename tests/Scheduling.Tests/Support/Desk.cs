using Granary.Scheduling.Leases;
using Granary.Scheduling.Queueing;
using Granary.Scheduling.Resources;
using Granary.Scheduling.Tasks;

namespace Granary.Scheduling.Tests.Support;

/// <summary>A queue with its controller, driven by hand.</summary>
internal sealed class Desk
{
    public Desk(TaskAdmissionSettings settings)
    {
        Resources = new ResourceTable(settings);
        Queue = new FairTaskQueue(Resources);
        Controller = new TaskAdmissionController(settings, Queue, incarnation: 1);
    }

    public ResourceTable Resources { get; }

    public FairTaskQueue Queue { get; }

    public TaskAdmissionController Controller { get; }

    public List<TaskLease> Leases { get; } = [];

    public static TaskAdmissionSettings Settings(int submission = 1_024, int? llmWait = null, TaskPolicySettings? policy = null) => new()
    {
        SubmissionCapacity = submission,
        Limits = llmWait is { } limit
            ? System.Collections.Immutable.ImmutableDictionary<string, int>.Empty.Add(ResourceNames.LlmWait, limit)
            : System.Collections.Immutable.ImmutableDictionary<string, int>.Empty,
        Policy = policy ?? new TaskPolicySettings(),
    };

    public Desk Queued(TaskDeclaration group, int count, long from = 0)
    {
        Queue.Enqueue(Work.Tasks(group, count, from), now: 0);
        return this;
    }

    /// <summary>Dispatches while anybody may run, at most so often, and names who was served; spare ones in capitals.</summary>
    public string Serve(int atMost = int.MaxValue)
    {
        var served = new List<string>();
        while (served.Count < atMost && Controller.SelectNext(0, out var selection))
        {
            Assert.Null(Controller.TryAcquire(selection, 0, out var lease));
            Assert.True(Queue.Commit(selection, 0));
            Leases.Add(lease);
            var name = Work.Name(selection.Task);
            served.Add(selection.Mode == AdmissionMode.Spare ? name.ToUpperInvariant() : name);
        }

        return string.Join(' ', served);
    }

    /// <summary>Ends the oldest task of a group.</summary>
    public void End(TaskDeclaration group)
    {
        var lease = Leases.First(held => held.Task.Declaration == group);
        Leases.Remove(lease);
        Assert.Equal(TaskReleaseResult.Released, Controller.Release(lease));
    }

    public int Debt(TaskDeclaration group, string resource = ResourceNames.LlmWait) =>
        Controller.View().Groups.Where(view => view.Group.Equals(group.Group)).SelectMany(view => view.Resources).FirstOrDefault(use => use.Resource == resource).Debt;

    public int Leased(string resource) => Controller.View().Resources.First(view => view.Name == resource).Leased;

    public TaskDenialReason? Reason(TaskDeclaration group) =>
        Controller.ExplainBlocked().Heads.Where(head => head.Group.Equals(group.Group)).Select(head => (TaskDenialReason?)head.Denial.Reason).FirstOrDefault();
}
