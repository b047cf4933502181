namespace Granary.Abstractions.Models;

/// <summary>The execution of a run's task that calls, for the events of its calls. Handed on by value, never read from ambient context.</summary>
/// <param name="ExecutionId">This execution; every new one has a new id.</param>
/// <param name="Session">Number of the run's start or resume.</param>
/// <param name="RowGroup">Number of the row group.</param>
/// <param name="TaskType">What the task makes, in snake_case.</param>
/// <param name="GroupKind">Class of resource of the task's group, in snake_case.</param>
/// <param name="GroupIdentityHash">16 hexadecimal digits that stand for the group.</param>
public sealed record CallerTask(string ExecutionId, int Session, long RowGroup, string TaskType, string GroupKind, string GroupIdentityHash);
