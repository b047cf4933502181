using Granary.Scheduling.Queueing;
using Granary.Scheduling.Resources;

namespace Granary.Scheduling.Leases;

/// <summary>The controller's judgement of heads during a selection: fair, else spare where the policy shares out what would stay idle.</summary>
internal struct AdmissionJudge(TaskPolicy policy, bool usesSpare) : IHeadJudge
{
    private bool _spareFound;

    public HeadVerdict Judge(FlowGroup group, DemandShape shape)
    {
        // The walk only meets heads that lack nothing: what lacks something is closed or parked by shape.
        var asker = new GroupStanding(group);
        if (policy.Judge(asker, shape, AdmissionMode.Fair).Denial is null)
            return HeadVerdict.Yes;

        if (!usesSpare || _spareFound || policy.Judge(asker, shape, AdmissionMode.Spare).Denial is not null)
            return HeadVerdict.No;

        _spareFound = true;
        return HeadVerdict.IfNobody;
    }
}
