using Granary.Scheduling.Tasks;

namespace Granary.Scheduling.RowGroups;

/// <summary>A task of one row group whose inputs are there.</summary>
/// <param name="Type">What it makes.</param>
/// <param name="Column">Column index; -1 for a processor.</param>
/// <param name="Row">Row within the group; -1 for work on the whole group.</param>
public readonly record struct ReadyTask(TaskType Type, int Column, int Row);
