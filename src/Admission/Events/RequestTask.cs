namespace Granary.Admission.Events;

/// <summary>The execution of a run's task that makes a request, as its scheduler names it. Names and hashes only; they mean nothing to admission.</summary>
/// <param name="ExecutionId">This execution of the task.</param>
/// <param name="Session">Number of the run's start or resume.</param>
/// <param name="RowGroup">Number of the row group.</param>
/// <param name="TaskType">What the task makes.</param>
/// <param name="GroupKind">Class of resource of the task's group.</param>
/// <param name="GroupIdentityHash">16 hexadecimal digits that stand for the group.</param>
public sealed record RequestTask(string ExecutionId, int Session, long RowGroup, string TaskType, string GroupKind, string GroupIdentityHash);
