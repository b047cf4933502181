namespace Granary.Scheduling.Recovery;

/// <summary>What becomes of a failed task.</summary>
/// <param name="Kind">Closed set.</param>
/// <param name="Exhausted">For drops: the failure was retryable, but all rounds are used up.</param>
/// <param name="ReenterAt">For preserved: seconds.</param>
/// <param name="Log">For preserved: worth a line, which is so the first time and then every tenth.</param>
public readonly record struct RecoveryDecision(RecoveryKind Kind, bool Exhausted = false, double ReenterAt = 0, bool Log = false);
