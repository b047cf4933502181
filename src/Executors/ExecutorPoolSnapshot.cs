namespace Granary.Executors;

/// <summary>
/// Exact counts of one pool at one moment: <c>Submitted = Completed + Failed + Cancelled + Pending</c> and <c>Pending = Queued + Running</c>.
/// </summary>
/// <param name="Name">The pool.</param>
/// <param name="Kind">Where it runs its tasks.</param>
/// <param name="Submitted">Tasks that got a place.</param>
/// <param name="Completed">Tasks whose work returned.</param>
/// <param name="Failed">Tasks whose work threw.</param>
/// <param name="Cancelled">Tasks given up after they had a place.</param>
/// <param name="Rejected">Tasks that never got a place, those cancelled while waiting outside not counted.</param>
/// <param name="Queued">Tasks with a place that have not started.</param>
/// <param name="Running">Tasks whose work runs and is still wanted.</param>
/// <param name="Stopping">Lanes still taken by work that was given up.</param>
/// <param name="Waiting">Callers outside, without a place.</param>
/// <param name="IsStopped">The pool takes nothing more.</param>
public sealed record ExecutorPoolSnapshot(
    string Name,
    ExecutorKind Kind,
    long Submitted,
    long Completed,
    long Failed,
    long Cancelled,
    long Rejected,
    int Queued,
    int Running,
    int Stopping,
    int Waiting,
    bool IsStopped)
{
    /// <summary>Tasks with a place.</summary>
    public int Pending => Queued + Running;
}
