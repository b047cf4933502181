namespace Granary.Scheduling.Windows;

/// <summary>What a window is judged by.</summary>
/// <param name="OpenGroups">Row groups open.</param>
/// <param name="OpenRows">Their rows.</param>
/// <param name="OpenBytes">Bytes of the values they hold.</param>
/// <param name="NextRows">Rows of the next group; null: there is none.</param>
/// <param name="NextIsDeferred">Every column of the next group would meet the trouble that deferred tasks wait for; see <see cref="DeferredReach"/>.</param>
/// <param name="Queued">Tasks queued in the process, of whatever run.</param>
/// <param name="SubmissionCapacity">Tasks that may hold a lease at once there.</param>
/// <param name="LlmWait">Its <c>llm_wait</c>; null: the run calls no model.</param>
public readonly record struct WindowLoad(
    int OpenGroups,
    long OpenRows,
    long OpenBytes,
    int? NextRows,
    bool NextIsDeferred,
    int Queued,
    int SubmissionCapacity,
    LlmWaitLoad? LlmWait);
