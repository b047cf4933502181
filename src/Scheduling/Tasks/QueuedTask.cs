namespace Granary.Scheduling.Tasks;

/// <summary>A task with what it needs to be queued and admitted.</summary>
/// <param name="Key">Which task.</param>
/// <param name="Declaration">What it uses.</param>
public readonly record struct QueuedTask(TaskKey Key, TaskDeclaration Declaration);
