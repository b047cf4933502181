using Granary.Scheduling.Queueing;
using Granary.Scheduling.Resources;

namespace Granary.Scheduling.Leases;

/// <summary>
/// A group runs at most its cap while another group that could run now wants something it wants. Units may stay idle: that is what it is for.
/// </summary>
internal sealed class StrictFairPolicy : TaskPolicy
{
    public override PolicyAnswer Judge(in GroupStanding asker, DemandShape shape, AdmissionMode mode)
    {
        if (mode == AdmissionMode.Spare || asker.Cap is not { } cap || asker.Running < cap)
            return PolicyAnswer.Yes;

        foreach (var want in shape.PolicyWants)
        {
            if (asker.PressureOn(want.Resource).Heads > 0)
                return new PolicyAnswer(TaskDenialReason.GroupCap, want.Resource, cap);
        }

        return PolicyAnswer.Yes;
    }
}
