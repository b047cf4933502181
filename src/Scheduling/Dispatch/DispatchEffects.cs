using Granary.Scheduling.Leases;
using Granary.Scheduling.Tasks;

namespace Granary.Scheduling.Dispatch;

/// <summary>
/// What a dispatcher wants done. The shell owns it and may reuse it; each application of a command starts it anew. To perform: events first,
/// then the rest, and none of it from inside the dispatcher.
/// </summary>
public sealed class DispatchEffects
{
    /// <summary>Workers to start. Each holds its lease until an <c>EndTaskCommand</c> or a <c>SpawnFailedCommand</c>.</summary>
    public List<TaskLease> Spawns { get; } = [];

    /// <summary>Keys of tasks that the queue accepted, in order.</summary>
    public List<TaskKey> Accepted { get; } = [];

    /// <summary>Keys of tasks that were not queued because their run is not known here.</summary>
    public List<TaskKey> Refused { get; } = [];

    /// <summary>Keys of tasks that were queued and are discarded now.</summary>
    public List<TaskKey> Discarded { get; } = [];

    /// <summary>Resource keys whose number of queued tasks has changed, for their agents.</summary>
    public List<KeyDemand> Demands { get; } = [];

    /// <summary>Runs that are to fail. Named once; they stay known until removed.</summary>
    public List<StuckRun> Stuck { get; } = [];

    /// <summary>What happened, in order, of the kinds listened to.</summary>
    public List<DispatchEvent> Events { get; } = [];

    /// <summary>What a release did; null: the command was none.</summary>
    public TaskReleaseResult? Released { get; internal set; }

    /// <summary>Whether a yield or resume took effect; null: the command was neither.</summary>
    public bool? Switched { get; internal set; }

    /// <summary>
    /// The one instant, in seconds, at which the dispatcher must be ticked if nothing else happens before; null: no need. Set by every
    /// application, so a shell that always arms its only timer to it never misses one.
    /// </summary>
    public double? WakeAt { get; internal set; }

    internal void Clear()
    {
        Spawns.Clear();
        Accepted.Clear();
        Refused.Clear();
        Discarded.Clear();
        Demands.Clear();
        Stuck.Clear();
        Events.Clear();
        (Released, Switched, WakeAt) = (null, null, null);
    }
}
