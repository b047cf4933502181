using Granary.Scheduling.Queueing;
using Granary.Scheduling.Resources;

namespace Granary.Scheduling.Leases;

/// <summary>How groups share. Asked only about tasks that lack nothing.</summary>
internal abstract class TaskPolicy
{
    public static TaskPolicy Of(TaskPolicySettings settings) => settings.Kind switch
    {
        TaskPolicyKind.StrictFair => new StrictFairPolicy(),
        TaskPolicyKind.BoundedBorrow => new BoundedBorrowPolicy(settings),
        _ => throw new ArgumentOutOfRangeException(nameof(settings), settings.Kind, "Not a policy."),
    };

    /// <summary>Judges; changes nothing.</summary>
    public abstract PolicyAnswer Judge(in GroupStanding asker, DemandShape shape, AdmissionMode mode);

    /// <summary>The task is about to be leased: remembers what that costs its group. Before the counters move.</summary>
    public virtual void Acquiring(in GroupStanding asker, DemandShape shape)
    {
    }
}
