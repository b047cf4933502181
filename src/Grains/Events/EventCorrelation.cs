namespace Granary.Grains.Events;

/// <summary>What an event belongs to. Names and hashes only, never a value of a row. A call of no run carries its request instead.</summary>
/// <param name="RunId">The run; null: an interactive call.</param>
/// <param name="Session">Number of its start or resume; null: not known here.</param>
/// <param name="RowGroup">Number of the row group.</param>
/// <param name="Column">Name of the column.</param>
/// <param name="TaskType">What the task makes.</param>
/// <param name="GroupKind">Class of resource of the task's group.</param>
/// <param name="GroupIdentityHash">16 hexadecimal digits that stand for the group.</param>
/// <param name="TaskExecutionId">One execution of a task; every new one has a new id.</param>
/// <param name="RequestId">Our id of an interactive call.</param>
internal sealed record EventCorrelation(
    string? RunId,
    int? Session = null,
    long? RowGroup = null,
    string? Column = null,
    string? TaskType = null,
    string? GroupKind = null,
    string? GroupIdentityHash = null,
    string? TaskExecutionId = null,
    string? RequestId = null);
