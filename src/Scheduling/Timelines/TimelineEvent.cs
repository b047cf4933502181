namespace Granary.Scheduling.Timelines;

/// <summary>What a timeline needs of an event of either stream.</summary>
/// <param name="Kind">snake_case name of the kind.</param>
/// <param name="At">Seconds, of one clock for all silos.</param>
/// <param name="Silo">Where.</param>
/// <param name="TaskId">The task, or null.</param>
/// <param name="ExecutionId">The execution of a task, or null.</param>
/// <param name="AttemptId">The attempt of a call, or null.</param>
/// <param name="Reason">As the event says, or null.</param>
public readonly record struct TimelineEvent(string Kind, double At, string Silo, string? TaskId, string? ExecutionId, string? AttemptId, string? Reason);
