using Granary.Scheduling.Leases;
using Granary.Scheduling.Tasks;

namespace Granary.Scheduling.Dispatch;

/// <summary>A run with a task that nothing will ever let start: it fails with <c>admission_blocked</c> instead of hanging.</summary>
/// <param name="Run">Run id.</param>
/// <param name="Task">The task.</param>
/// <param name="Denial">Why not, with the resource.</param>
public sealed record StuckRun(string Run, TaskKey Task, TaskDenial Denial);
