using Granary.Scheduling.Tasks;

namespace Granary.Grains.Events;

/// <summary>What an event belongs to. Names and hashes only, never a value of a row.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Session">Number of its start or resume; null: not known here.</param>
/// <param name="RowGroup">Number of the row group.</param>
/// <param name="Column">Name of the column.</param>
/// <param name="TaskType">What the task makes.</param>
/// <param name="GroupKind">Class of resource of the task's group.</param>
/// <param name="GroupIdentityHash">16 hexadecimal digits that stand for the group.</param>
/// <param name="TaskExecutionId">One execution of a task; every new one has a new id.</param>
internal sealed record EventCorrelation(
    string RunId,
    int? Session = null,
    long? RowGroup = null,
    string? Column = null,
    TaskType? TaskType = null,
    GroupKind? GroupKind = null,
    string? GroupIdentityHash = null,
    string? TaskExecutionId = null);
