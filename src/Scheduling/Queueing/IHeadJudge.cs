using Granary.Scheduling.Resources;

namespace Granary.Scheduling.Queueing;

/// <summary>Judges heads during a selection. Must not change queue or resources.</summary>
internal interface IHeadJudge
{
    /// <summary>Judges the first task of a group.</summary>
    HeadVerdict Judge(FlowGroup group, DemandShape shape);
}
