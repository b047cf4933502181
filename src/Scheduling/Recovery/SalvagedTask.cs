using Granary.Scheduling.RowGroups;

namespace Granary.Scheduling.Recovery;

/// <summary>A deferred task of a stalled row group.</summary>
/// <param name="Task">The task.</param>
/// <param name="Round">How often it has re-entered, this time included.</param>
/// <param name="WholeGroup">Its failure concerns all rows.</param>
public readonly record struct SalvagedTask(ReadyTask Task, int Round, bool WholeGroup);
