using Granary.Scheduling.Tasks;

namespace Granary.Scheduling.Dispatch.Commands;

/// <summary>Ready tasks; new, retried and salvaged ones alike.</summary>
/// <param name="Tasks">In the order in which each group shall serve them. Those of unknown runs are refused.</param>
public sealed record EnqueueCommand(IReadOnlyList<QueuedTask> Tasks) : DispatchCommand;
