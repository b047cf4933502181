using Granary.Scheduling.Resources;
using Granary.Scheduling.Tasks;

namespace Granary.Scheduling.Queueing;

/// <summary>Asks the caller.</summary>
internal readonly struct CallerJudge(Func<QueuedTask, QueueView, bool> predicate, QueueView view) : IHeadJudge
{
    public HeadVerdict Judge(FlowGroup group, DemandShape shape) => predicate(group.Tasks.First.Task, view) ? HeadVerdict.Yes : HeadVerdict.No;
}
