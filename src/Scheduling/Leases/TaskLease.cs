using Granary.Scheduling.Queueing;
using Granary.Scheduling.Tasks;

namespace Granary.Scheduling.Leases;

/// <summary>
/// A running task's hold of scheduler resources: the amounts of its declaration's demand. A value; give it back exactly once.
/// </summary>
/// <param name="Incarnation">Life of the controller that gave it.</param>
/// <param name="Number">Counter of that life; together with the incarnation its id.</param>
/// <param name="Task">The task.</param>
/// <param name="AcquiredAt">Seconds of the process's monotonic clock.</param>
/// <param name="Mode">On which ground.</param>
public readonly record struct TaskLease(ulong Incarnation, long Number, QueuedTask Task, double AcquiredAt, AdmissionMode Mode);
