using Granary.Scheduling.Resources;
using Granary.Scheduling.Tasks;

namespace Granary.Scheduling.Queueing;

/// <summary>Asks the caller.</summary>
internal readonly struct CallerJudge(Func<QueuedTask, QueueView, bool> predicate, FairTaskQueue queue) : IHeadJudge
{
    public HeadVerdict Judge(FlowGroup group, DemandShape shape) => predicate(queue.First(group), queue.View) ? HeadVerdict.Yes : HeadVerdict.No;
}
